/** What a page knows besides the interaction. */
export interface Place {
  readonly category: string;
  readonly visitId: string;
  /** How a shell gets at the operator's key. */
  readonly keyInShell: string;
  /** How long an invitation stays on screen, in milliseconds; 0: until it is answered. */
  readonly displayMs: number;
}

interface Call {
  readonly method?: 'POST' | 'PUT';
  readonly path: string;
  readonly body?: object;
  /** Instead of the operator's key. */
  readonly token?: string;
}

/** A call of the API as a line for a shell. */
export function curl({ method = 'POST', path, body, token }: Call, { keyInShell }: Place): string {
  const json = body
    ? ` -H "Content-Type: application/json" -d '${JSON.stringify(body).replaceAll("'", "'\\''")}'`
    : '';
  const isGiven = body && method === 'POST';
  return `curl${isGiven ? '' : ` -X ${method}`} ${location.origin}${path} -H "Authorization: Bearer ${token ?? keyInShell}"${json}`;
}

import { createServer } from 'node:http';

/**
 * A receiver in a process of its own: answers 204 and counts. `GET` tells the count and, for
 * messages with `timestamp`, the delays in milliseconds since then; asking empties both.
 */
let count = 0;
let delays: number[] = [];

const server = createServer((request, response) => {
  if (request.method === 'GET') {
    response.end(JSON.stringify({ count, delays }));
    count = 0;
    delays = [];
    return;
  }
  let body = '';
  request.setEncoding('utf8');
  request.on('data', (chunk: string) => {
    body += chunk;
  });
  request.on('end', () => {
    count += 1;
    const [, at] = /"timestamp":"([^"]+)"/.exec(body) ?? [];
    if (at) delays.push(Date.now() - Date.parse(at));
    response.writeHead(204).end();
  });
});

server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  if (typeof address === 'object') console.log(address?.port);
});

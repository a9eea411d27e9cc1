import { CurlLine } from '../../kit/copy.js';
import { curlLine } from '../../kit/curl.js';
import { toast } from '../../kit/toast.js';

const CSV = { Accept: 'text/csv' };

async function download(path: string, name: string): Promise<void> {
  const response = await fetch(path, { headers: CSV }).catch(() => null);
  if (!response?.ok) {
    toast('The file could not be had: the service does not answer, or refuses.', true);
    return;
  }
  const link = document.createElement('a');
  link.href = URL.createObjectURL(await response.blob());
  link.download = name;
  link.click();
  URL.revokeObjectURL(link.href);
}

/** The report as a file for spreadsheets. */
export function CsvButton({ path, name }: { readonly path: string; readonly name: string }) {
  return (
    <button type="button" onClick={() => void download(path, name)}>
      CSV
    </button>
  );
}

/** How a shell gets the same. */
export const CsvCurl = ({ path }: { readonly path: string }) => (
  <CurlLine line={curlLine(location.origin, 'GET', path, undefined, CSV)} />
);

import { readdir, readFile, readlink } from 'node:fs/promises';
import type { Socket } from 'node:net';

/** One line of the kernel's table of connections. */
interface Connection {
  readonly local: string;
  readonly remote: string;
  readonly isListening: boolean;
  readonly uid: number;
  readonly inode: string;
}

/** Both tables of this machine, as Linux shows them; rejects where there are none. */
async function connections(): Promise<readonly Connection[]> {
  const texts = await Promise.all(
    ['tcp', 'tcp6'].map((name) => readFile(`/proc/net/${name}`, 'utf8')),
  );
  return texts.flatMap((text) =>
    text
      .trim()
      .split('\n')
      .slice(1)
      .map((line) => {
        const [, local = '', remote = '', state, , , , uid, , inode = ''] = line
          .trim()
          .split(/\s+/);
        return { local, remote, isListening: state === '0A', uid: Number(uid), inode };
      }),
  );
}

const portOf = (address: string): number => Number.parseInt(address.split(':')[1] ?? '', 16);

/** 127.0.0.0/8 as the kernel writes it, alone or mapped, and ::1. */
const LOOPBACK = /^(?:[0-9A-F]{6}7F|0{16}FFFF0000[0-9A-F]{6}7F|0{24}01000000):/;

/** The sockets of a process; none when it is gone, or somebody else's. */
async function socketsOf(pid: string): Promise<ReadonlySet<string>> {
  try {
    const names = await readdir(`/proc/${pid}/fd`);
    const links = await Promise.all(
      names.map((name) => readlink(`/proc/${pid}/fd/${name}`).catch(() => '')),
    );
    return new Set(links.flatMap((link) => /^socket:\[(\d+)\]$/.exec(link)?.[1] ?? []));
  } catch {
    return new Set();
  }
}

/**
 * Whether who is at the other end of a connection over loopback is a program of the same user as this
 * process, and none that listens itself: that may be a proxy, and speak for anybody. False where it
 * cannot be told, as on systems other than Linux.
 */
export async function isOwnPeer({ remotePort, localPort }: Socket): Promise<boolean> {
  try {
    const all = await connections();
    const [peer, ...others] = all.filter(
      ({ local, remote, isListening }) =>
        !isListening &&
        portOf(local) === remotePort &&
        portOf(remote) === localPort &&
        LOOPBACK.test(local) &&
        LOOPBACK.test(remote),
    );
    if (peer === undefined || others.length > 0 || peer.uid !== process.getuid?.()) return false;
    const listening = new Set(all.filter((each) => each.isListening).map(({ inode }) => inode));
    const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
    let isFound = false;
    for (const pid of pids) {
      const sockets = await socketsOf(pid);
      if (!sockets.has(peer.inode)) continue;
      isFound = true;
      if ([...sockets].some((inode) => listening.has(inode))) return false;
    }
    return isFound;
  } catch {
    return false;
  }
}

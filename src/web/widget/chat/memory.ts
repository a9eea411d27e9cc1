import type { Storage } from '../storage.js';
import type { KeptChat } from './wire.js';

/** What this browser remembers of one chat, for the next page and the other tabs. */
export interface Memory {
  get(): KeptChat;
  keep(change: Partial<KeptChat>): void;
}

export function createMemory(storage: Storage, visitId: string, id: string): Memory {
  const stored = (): KeptChat | undefined => {
    const chat = storage.read<KeptChat>('chat');
    return chat?.id === id ? chat : undefined;
  };
  let kept: KeptChat = stored() ?? { visitId, id };
  return {
    get: () => kept,
    keep(change) {
      // Other tabs remember too.
      kept = { ...kept, ...stored(), ...change };
      storage.write('chat', kept);
    },
  };
}

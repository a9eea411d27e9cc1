import { type Channel, createChannel, createRole, isShared, type Role } from './tabs.js';

/** What a visible tab asks, and what those say who have a role. */
type Sign =
  | { readonly type: 'ping' }
  | {
      readonly type: 'alive';
      readonly leads: boolean;
      readonly isOnStage: boolean;
      readonly isVisible: boolean;
    };

export interface SharingOptions<Message> {
  /** What the tabs have in common. */
  readonly name: string;
  onMessage(message: Message): void;
  /** Listens to the visit, for all tabs, until the returned function is called. */
  listen(): () => void;
  /** Some tab ended the visit. */
  onFarewell(): void;
  /** Whether this tab may show what there is to show. */
  onStage(has: boolean): void;
}

/** The tabs of one visit: one listens for all, one of the visible ones shows the invitation. */
export interface Sharing<Message> {
  leads(): boolean;
  post(message: Message): void;
  wantStage(isWanted: boolean): void;
  /** The tab is looked at, or no longer. */
  look(): void;
  /** Gives up everything at once: the page goes, is frozen or kept for later. */
  suspend(): void;
  /** Takes part again. */
  resume(): void;
}

/** A visible tab asks this often whether those that have a role are awake, in milliseconds. */
const PING_MS = 1_000;
/** Who said nothing for so long is taken to be asleep, in milliseconds. */
const SILENT_MS = 2_500;

/** What every tab of the site hears. */
const FAREWELL = 'webengagement';

/** Ends the visits of all tabs of this site, whose ever they are. */
export function endAll(): void {
  const channel = createChannel(FAREWELL, () => undefined);
  channel.post('ended');
  channel.close();
}

const isVisible = (): boolean => document.visibilityState === 'visible';

/**
 * Possession alone makes no leader: browsers freeze tabs that hold a lock. A visible tab takes what
 * it misses from one that is hidden or does not answer.
 */
export function createSharing<Message extends { readonly type: string }>({
  name,
  onMessage,
  listen,
  onFarewell,
  onStage,
}: SharingOptions<Message>): Sharing<Message> {
  let channel: Channel<Message | Sign> | null = null;
  let farewells: Channel<string> | null = null;
  let timer: ReturnType<typeof setInterval> | undefined;
  let isStageWanted = false;
  let stopListening: () => void = () => undefined;
  const heardAt = new Map<Role, number>();

  const leader = createRole(`${name}:leader`, (has) => {
    stopListening();
    stopListening = has ? listen() : () => undefined;
  });
  const stage = createRole(`${name}:stage`, onStage);
  const hear = (role: Role): unknown => heardAt.set(role, performance.now());

  function onSign(message: Message | Sign): void {
    if (message.type === 'ping') {
      if (leader.has() || stage.has())
        channel?.post({
          type: 'alive',
          leads: leader.has(),
          isOnStage: stage.has(),
          isVisible: isVisible(),
        });
    } else if (message.type === 'alive') {
      const { leads, isOnStage, isVisible: isSeen } = message as Extract<Sign, { leads: boolean }>;
      if (isOnStage) hear(stage);
      if (leads && (isSeen || !isVisible())) hear(leader);
      else if (leads) leader.take();
    } else onMessage(message as Message);
  }

  function check(): void {
    if (!isVisible()) return;
    const missed = [leader, ...(isStageWanted ? [stage] : [])].filter((role) => !role.has());
    for (const role of missed)
      if (performance.now() - (heardAt.get(role) ?? 0) > SILENT_MS) {
        hear(role);
        role.take();
      }
    if (missed.length > 0) channel?.post({ type: 'ping' });
  }

  function update(): void {
    // On its own, a tab that nobody sees leaves the connections of the browser to the others.
    leader.want(isShared() || isVisible());
    hear(leader);
    hear(stage);
    check();
  }

  function suspend(): void {
    clearInterval(timer);
    leader.want(false);
    stage.want(false);
    channel?.close();
    farewells?.close();
    channel = null;
  }

  return {
    leads: leader.has,
    post: (message) => channel?.post(message),
    wantStage(isWanted) {
      if (isWanted && !isStageWanted) hear(stage);
      isStageWanted = isWanted;
      stage.want(isWanted && channel !== null);
    },
    look() {
      if (channel) update();
    },
    suspend,
    resume() {
      if (channel) return;
      channel = createChannel(name, onSign);
      farewells = createChannel(FAREWELL, onFarewell);
      timer = setInterval(check, PING_MS);
      stage.want(isStageWanted);
      update();
    },
  };
}

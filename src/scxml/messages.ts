import type { Bundle, Fault } from '../domain/strategies/bundle.js';
import type { Opening } from './host.js';
import type { Compiled } from './quickjs.js';

/** What the thread is started with. */
export interface Begin {
  readonly wasm: Compiled;
  /** Two numbers: which run is evaluating something (0: none), and how many evaluations began. */
  readonly pulse: SharedArrayBuffer;
}

/** What the thread is told. Events are JSON texts. */
export type Order =
  | {
      readonly type: 'run';
      /** From 1. */
      readonly run: number;
      readonly sha256: string;
      readonly bundle: Bundle;
      readonly opening: Opening;
      readonly isListening: boolean;
    }
  | {
      readonly type: 'answer';
      readonly run: number;
      readonly ordinal: number;
      readonly event: string | null;
    }
  | { readonly type: 'event'; readonly run: number; readonly event: string }
  | { readonly type: 'stop'; readonly run: number }
  | { readonly type: 'check'; readonly run: number; readonly bundle: Bundle }
  | { readonly type: 'ping' };

/** What the thread tells. */
export type Report =
  | { readonly type: 'ready' }
  | { readonly type: 'pong' }
  /** `action` is JSON. */
  | {
      readonly type: 'ask';
      readonly run: number;
      readonly ordinal: number;
      readonly action: string;
    }
  /** `ended` is JSON. */
  | { readonly type: 'ended'; readonly run: number; readonly ended: string }
  | {
      readonly type: 'checked';
      readonly run: number;
      readonly errors: readonly Fault[];
      readonly warnings: readonly Fault[];
    };

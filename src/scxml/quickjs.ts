import { Intrinsics, JSException, QuickJS, type QuickJSOptions } from 'quickjs-wasi';
import { type LimitName, SESSION_LIMITS } from '../domain/strategies/session-limits.js';
import { type Hooks, type OpenVm, ScriptFault, type Vm } from './engine.js';
import { SANDBOX } from './sandbox.js';

/** As much of it as is used: its types come with a browser's library only. */
declare namespace WebAssembly {
  type Module = object;
  interface Memory {
    readonly buffer: ArrayBuffer;
  }
}

/** A compiled module, which can be handed to another thread. */
export type Compiled = WebAssembly.Module;

/** What the library itself and its stack take of a machine's memory. */
const OWN_BYTES = 2 * 1024 * 1024;

/** Machines on `quickjs-wasi`: each begins as the snapshot of one in which the sandbox has run. */
export async function openQuickjs(wasm: Compiled): Promise<OpenVm> {
  // The time is the session's alone.
  const intrinsics = Intrinsics.ALL & ~Intrinsics.PERFORMANCE;
  const first = await QuickJS.create({ wasm, timezoneOffset: 0, intrinsics });
  const host = first.newFunction('__host', () => first.undefined);
  first.setProp(first.global, '__host', host);
  host.dispose();
  first.evalCode(SANDBOX, 'sandbox').dispose();
  const snapshot = first.snapshot();
  first.dispose();

  return async (hooks) => {
    let limit: LimitName | null = null;
    let memory: WebAssembly.Memory | null = null;
    const options: QuickJSOptions = {
      wasm,
      timezoneOffset: 0,
      memoryLimit: SESSION_LIMITS.memoryBytes - OWN_BYTES,
      maxStackSize: SESSION_LIMITS.stackBytes,
      interruptHandler: () => {
        limit ??= hooks.interrupt();
        return limit !== null;
      },
      wasi: (given) => {
        memory = given;
        return { clock_time_get: clockOf(given, hooks) };
      },
    };
    const vm = await QuickJS.restore(snapshot, options);
    vm.registerHostCallback('__host', (name, argument) => {
      const answer = hooks.call(name?.toString() ?? '', argument?.toString() ?? '');
      return vm.newString(answer);
    });
    const machine: Vm = {
      evaluate(source) {
        limit = null;
        try {
          return vm.evalCode(source).consume((handle) => {
            if (handle.isString) return handle.toString();
            return handle.isBool ? handle.toBoolean() : undefined;
          });
        } catch (error) {
          throw faultOf(error, limit);
        } finally {
          if ((memory?.buffer.byteLength ?? 0) > SESSION_LIMITS.memoryBytes * 2)
            limit = 'memoryBytes';
        }
      },
      dispose: () => vm.dispose(),
    };
    return machine;
  };
}

/** `clock_time_get` of WASI: what `Date` reads, in nanoseconds. */
const clockOf =
  (memory: WebAssembly.Memory, hooks: Hooks) =>
  (_clock: number, _precision: bigint, at: number): number => {
    new DataView(memory.buffer).setBigUint64(
      at,
      BigInt(Math.floor(hooks.now())) * 1_000_000n,
      true,
    );
    return 0;
  };

function faultOf(error: unknown, limit: LimitName | null): ScriptFault {
  // Not an error of the script: the machine itself gave way, and cannot be used again.
  if (!(error instanceof JSException)) return new ScriptFault(String(error), limit ?? 'stackBytes');
  const message = `${error.name}: ${error.message}`.slice(0, 300);
  error.dispose();
  if (limit !== null) return new ScriptFault(message, limit);
  return new ScriptFault(message, message.includes('out of memory') ? 'memoryBytes' : null);
}

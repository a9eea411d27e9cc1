import {
  newQuickJSWASMModuleFromVariant,
  newVariant,
  type QuickJSSyncVariant,
} from 'quickjs-emscripten-core';
import { SESSION_LIMITS } from '#src/domain/strategies/session-limits.js';
import { type OpenVm, ScriptFault } from '#src/scxml/engine.js';
import { SANDBOX } from '#src/scxml/sandbox.js';

const PAGE_BYTES = 65_536;
/** Pages of all its machines together: its own limit counts only what is asked for one by one. */
const PAGES = { initial: 256, maximum: 512 };
export const SECOND_ENGINE_BYTES = PAGES.maximum * PAGE_BYTES;

// The types of the package say that it lies one step deeper than it does.
const isSync = (variant: unknown): variant is QuickJSSyncVariant =>
  typeof variant === 'object' && variant !== null && 'type' in variant && variant.type === 'sync';

/** The second engine: another build of QuickJS, by another hand, with the same sandbox. */
export async function secondEngine(): Promise<OpenVm> {
  const { default: variant }: { default: unknown } = await import(
    '@jitl/quickjs-wasmfile-release-sync'
  );
  if (!isSync(variant)) throw new TypeError('not the variant that was asked for');
  const wasmMemory = new WebAssembly.Memory(PAGES);
  const quickjs = await newQuickJSWASMModuleFromVariant(newVariant(variant, { wasmMemory }));
  return async (hooks) => {
    const runtime = quickjs.newRuntime({
      maxStackSizeBytes: SESSION_LIMITS.stackBytes,
      memoryLimitBytes: SESSION_LIMITS.memoryBytes,
    });
    const context = runtime.newContext();
    const host = context.newFunction('__host', (name, argument) =>
      context.newString(hooks.call(context.getString(name), context.getString(argument))),
    );
    context.setProp(context.global, '__host', host);
    host.dispose();

    function evaluate(source: string): string | boolean | undefined {
      const result = context.evalCode(source, 'document', { type: 'global' });
      if (result.error !== undefined) {
        const error: unknown = context.dump(result.error);
        result.error.dispose();
        const { name, message } = Object(error);
        throw new ScriptFault(`${name}: ${message}`);
      }
      const value: unknown = context.dump(result.value);
      result.value.dispose();
      return typeof value === 'string' || typeof value === 'boolean' ? value : undefined;
    }
    evaluate(SANDBOX);
    runtime.setInterruptHandler(() => hooks.interrupt() !== null);
    return {
      evaluate,
      dispose() {
        context.dispose();
        runtime.dispose();
      },
    };
  };
}

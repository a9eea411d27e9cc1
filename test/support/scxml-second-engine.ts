import { newQuickJSWASMModuleFromVariant } from 'quickjs-emscripten-core';
import { SESSION_LIMITS } from '#src/domain/strategies/session-limits.js';
import { type OpenVm, ScriptFault } from '#src/scxml/engine.js';
import { SANDBOX } from '#src/scxml/sandbox.js';

/** The second engine: another build of QuickJS, by another hand, with the same sandbox. */
export async function secondEngine(): Promise<OpenVm> {
  const quickjs = await newQuickJSWASMModuleFromVariant(
    import('@jitl/quickjs-wasmfile-release-sync'),
  );
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

import type * as Onnx from 'onnxruntime-node';
import { WhenceError } from '../../shared/errors.ts';

export type OnnxRuntime = typeof Onnx;

/**
 * Loads onnxruntime when the first model is: everything but vectors works where it has no binary (Intel Macs), and nothing else
 * waits for its 45 MB. Throws MODEL_INVALID. `load` is for tests.
 */
export async function loadRuntime(
  load: () => Promise<OnnxRuntime> = async () => import('onnxruntime-node'),
  platform = `${process.platform} ${process.arch}`,
): Promise<OnnxRuntime> {
  try {
    const runtime = await load();
    runtime.env.logLevel = 'error';
    return runtime;
  } catch (cause) {
    const why =
      platform === 'darwin x64'
        ? 'onnxruntime, which computes it, no longer exists for Intel Macs. Search by keyword works'
        : `onnxruntime, which computes it, can't be loaded on ${platform}: install Whence again. Search by keyword works meanwhile`;
    throw new WhenceError('MODEL_INVALID', `Search by meaning is not there: ${why}.`, { cause });
  }
}

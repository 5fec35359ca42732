import { expect, it } from 'vitest';
import { loadRuntime } from '../../../src/engine/models/onnx-runtime.ts';

const missing = async (): Promise<never> => {
  throw new Error("Cannot find module '../bin/napi-v6/darwin/x64/onnxruntime_binding.node'");
};

it('says that search by keyword works where onnxruntime has no binary', async () => {
  await expect(loadRuntime(missing, 'darwin x64')).rejects.toMatchObject({
    code: 'MODEL_INVALID',
    message: expect.stringMatching(/Intel Macs.*keyword works/) as string,
  });
  await expect(loadRuntime(missing, 'linux x64')).rejects.toMatchObject({
    code: 'MODEL_INVALID',
    message: expect.stringContaining('install Whence again') as string,
  });
});

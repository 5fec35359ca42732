// Loaded into every process of a packaged app that runs on Node with its archive extracted to a folder of the same name: does the
// one thing that Electron does for native modules, which is to load `app.asar.unpacked/x.node` where `app.asar/x.node` is asked for.
const load = process.dlopen.bind(process);
process.dlopen = (module: object, file: string, flags?: number): void => {
  const beside = file.replace(/([\\/])app\.asar(?=[\\/])/, '$1app.asar.unpacked');
  if (flags === undefined) load(module, beside);
  else load(module, beside, flags);
};

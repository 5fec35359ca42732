declare const __WHENCE_VERSION__: string | undefined;

/** The version of Whence, put in by the build. */
export const appVersion = typeof __WHENCE_VERSION__ === 'string' ? __WHENCE_VERSION__ : '0.0.0-source';

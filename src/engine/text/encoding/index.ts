export { decodeSure, decodeText, describeDecoding, isBinary, type DecodedText, type DecodeHints } from './decode.ts';

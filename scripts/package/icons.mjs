// Draws the icons of all systems from src/renderer/icon.svg into resources/icons. Run after changing it: npm run icons
// The results are committed, so that a package needs neither this script nor its libraries.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Resvg } from '@resvg/resvg-js';
import { IconIcns, IconIco } from '@shockpkg/icon-encoder';

const checkout = resolve(import.meta.dirname, '../..');
const target = join(checkout, 'resources', 'icons');
const drawing = readFileSync(join(checkout, 'src', 'renderer', 'icon.svg'), 'utf8');

/** On macOS an icon's body fills 824 of 1,024 points (Apple's icon grid); elsewhere it fills the square. */
const margin = (32 * (1024 / 824) - 32) / 2;
const drawingForMac = drawing.replace(
  'viewBox="0 0 32 32"',
  `viewBox="${-margin} ${-margin} ${32 + 2 * margin} ${32 + 2 * margin}"`,
);

const draw = (/** @type {string} */ svg, /** @type {number} */ size) =>
  new Resvg(svg, { fitTo: { mode: 'width', value: size }, font: { loadSystemFonts: false } }).render().asPng();

const linuxSizes = [16, 24, 32, 48, 64, 128, 256, 512];
const windowsSizes = [16, 24, 32, 48, 64, 128, 256];
/**
 * Apple's type of an image, and its size in pixels.
 *
 * @type {readonly (readonly [type: string, size: number])[]}
 */
const macTypes = [
  ['ic04', 16],
  ['ic05', 32],
  ['ic11', 32],
  ['ic12', 64],
  ['ic07', 128],
  ['ic13', 256],
  ['ic08', 256],
  ['ic14', 512],
  ['ic09', 512],
  ['ic10', 1024],
];

rmSync(target, { recursive: true, force: true });
mkdirSync(join(target, 'linux'), { recursive: true });
for (const size of linuxSizes) writeFileSync(join(target, 'linux', `${size}x${size}.png`), draw(drawing, size));

const ico = new IconIco();
for (const size of windowsSizes) await ico.addFromPng(draw(drawing, size), null, false);
writeFileSync(join(target, 'icon.ico'), ico.encode());

const icns = new IconIcns();
icns.toc = true;
for (const [type, size] of macTypes) await icns.addFromPng(draw(drawingForMac, size), [type], false);
writeFileSync(join(target, 'icon.icns'), icns.encode());

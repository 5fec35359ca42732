import { expect, it } from 'vitest';
import { AskedPlaces } from '../../../src/main/opening/asked-places.ts';

const place = (root: string) => ({ root, file: null, line: null });

// A window that loads anew, or is not there yet, must neither lose what was asked for nor open it twice.
it('keeps the last place until a window takes it, and gives it once', async () => {
  const places = new AskedPlaces();
  const live = new AbortController().signal;
  places.add(place('/old'));
  places.add(place('/new'));
  expect(await places.next(live)).toEqual(place('/new'));

  const gone = new AbortController();
  const lost = places.next(gone.signal);
  const next = places.next(live);
  gone.abort();
  await expect(lost).rejects.toMatchObject({ code: 'CANCELLED' });
  places.add(place('/other'));
  expect(await next).toEqual(place('/other'));
  places.add(place('/last'));
  await expect(places.next(AbortSignal.abort())).rejects.toMatchObject({ code: 'CANCELLED' });
  expect(await places.next(live)).toEqual(place('/last'));
});

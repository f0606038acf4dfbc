import { createContext } from 'svelte';
import type { LensTarget } from '../lens.ts';

/** Of whom and when a tile's numbers are, for their lens; null on a paired screen, before which nobody stands. */
export type TileLens = Pick<LensTarget, 'teams' | 'channels' | 'time'> | null;

export const [getTileLens, setTileLens] = createContext<() => TileLens>();

import { getContext, setContext } from 'svelte';
import type { SavedAnnotation } from '#schema/annotation.ts';

type Notes = readonly SavedAnnotation[];

const KEY = Symbol('what happened while small charts run');

/** Says what happened and was decided in the time of a page's small charts: their flags. */
export const setChartNotes = (notes: () => Notes) => setContext(KEY, notes);

/** Nothing where nobody said it. */
export const getChartNotes = () => getContext<(() => Notes) | undefined>(KEY) ?? (() => []);

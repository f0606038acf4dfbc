import { getContext, setContext } from 'svelte';
import type { SavedAnnotation } from '#schema/annotation.ts';

type Notes = readonly SavedAnnotation[];

const KEY = Symbol('what happened while small charts run');

/** Says what happened and was decided in the time of a page's small charts: their flags. */
export const setChartNotes = (notes: () => Notes) => setContext(KEY, notes);

/** Nothing where nobody said it. */
export const getChartNotes = () => getContext<(() => Notes) | undefined>(KEY) ?? (() => []);

/** What concerns a team: what is about it, and about all. Without a team everything. */
export const notesOf = (notes: Notes, team: string | undefined): Notes =>
	team === undefined ? notes : notes.filter(({ teams }) => teams.length === 0 || teams.includes(team));

import { createContext } from 'svelte';
import type { SavedAnnotation } from '#schema/annotation.ts';

/** What happened and was decided in the weeks a review's trends show: what their flags say. */
export const [getWeekNotes, setWeekNotes] = createContext<() => readonly SavedAnnotation[]>();

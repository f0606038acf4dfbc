import { getContext, setContext } from 'svelte';
import { CATALOGUE } from '#schema/catalogue.ts';
import type { KpiId } from '#schema/kpi.ts';
import { m } from '../paraglide/messages.js';
import { figureText, whyText } from '../restatement-words.ts';
import type { Screen } from '../screen.ts';
import { nameOf } from '../words.ts';
import type { ChangedRow, ChangedSection, FigureMarks, Mark } from './mark.ts';

/** A section that reads differently now, in words: what was said and is said, as far as it is told one by one. */
export type WordedSection = {
	section: ChangedSection['section'];
	title: string;
	lines: {
		what: string;
		change: ChangedRow['change'];
		cells: { column: string; old: string; new: string }[];
	}[];
	/** How many changes are not told. */
	more: number;
};

/** What became of a published review, in words where it is no figure of the week. `failedTables`: what could not be compared. */
export type WordedMarks = FigureMarks & { sections: WordedSection[]; failedTables: string[] };

/** How much of a review stands otherwise now. */
export const changesIn = ({ marks, sections }: WordedMarks) => marks.length + sections.length;

/** Whether all of it could be compared. */
export const isCompared = ({ failed, failedTables, forgotten }: WordedMarks) =>
	failed.length + failedTables.length === 0 && !forgotten;

/** Where the footnote of a section stands. */
export const sectionNote = (section: string) => `restated-in-${section}`;

/** A mark with the number of its footnote. */
export type Numbered = { mark: Mark; number: number };

const keyOf = (kpi: KpiId, group: string | null) => JSON.stringify([kpi, group]);

/** Marks by what they mark, numbered from 1. */
export const numbered = (marks: readonly Mark[]): ReadonlyMap<string, Numbered> =>
	new Map(marks.map((mark, index) => [keyOf(mark.kpi, mark.group), { mark, number: index + 1 }]));

// Not createContext, whose reading throws where nothing is set: on all pages but one nothing is.
const KEY = Symbol('restated');
type Marked = () => ReadonlyMap<string, Numbered>;

export const setRestated = (marked: Marked) => setContext(KEY, marked);

/** How to find the mark of a figure of the week under review; there are some on the page of a published review alone. */
export function getRestated(): (kpi: KpiId, group: string | null) => Numbered | undefined {
	const marked = getContext<Marked | undefined>(KEY);
	return (kpi, group) => marked?.().get(keyOf(kpi, group));
}

const SECTIONS = Symbol('sections that changed');
type Sections = () => readonly WordedSection[];

export const setChangedSections = (sections: Sections) => setContext(SECTIONS, sections);

/** How to find whether a section reads differently now; it may on the page of a published review alone. */
export function getChangedSections(): (section: string) => WordedSection | undefined {
	const changed = getContext<Sections | undefined>(SECTIONS);
	return (section) => changed?.().find((one) => one.section === section);
}

/** Whose figure it is: "Customer satisfaction of East". */
export function markedName({ kpi, group }: Mark, screen: Screen) {
	const name = CATALOGUE[kpi].name[screen.locale];
	return group === null ? name : m.review_what_of({ kpi: name, team: nameOf(group) });
}

const stop = (screen: Screen) => (screen.locale === 'zh-CN' ? '；' : '; ');

/** Why it changed, and when that was found. `as_of`: when it was compared. */
export function markWhy({ why, late_events, found_at }: Mark, as_of: string, screen: Screen) {
	const reasons =
		why.length > 0 ? why.map((one) => whyText(one, late_events, screen)) : [m.published_why_unknown()];
	const time = screen.moment(found_at ?? as_of, 'minute');
	return [
		...reasons,
		found_at === null ? m.published_found_now({ time }) : m.restatements_found({ time })
	].join(stop(screen));
}

/** From what to what: "66.7 % (n 6)" each. */
export const markFigures = ({ kpi, old, new: current }: Mark, screen: Screen) => {
	const text = (figure: Mark['old']) =>
		m.published_figure({ value: figureText(kpi, figure, screen), n: screen.count(figure.n) });
	return { old: text(old), new: text(current) };
};

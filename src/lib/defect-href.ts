import type { DefectKind } from '#schema/defect.ts';
import { queryOf, type Period, type Question } from './question.ts';

/** The page of defects, asked the same, with the steps of a kind and source shown. */
export function defectsHref(question: Question, opened: { kind: DefectKind; source: string } | null): string {
	const asked = new URLSearchParams(queryOf(question));
	if (opened) for (const [name, value] of Object.entries(opened)) asked.set(name, value);
	return asked.size > 0 ? `/defects?${asked}` : '/defects';
}

/** Where all steps of a kind and source are. */
export function defectCasesHref(
	{ from, to }: Period,
	{ teams, channels }: Question,
	opened: { kind: DefectKind; source: string }
): string {
	const asked = new URLSearchParams({ from, to, ...opened, limit: '10000' });
	for (const team of teams) asked.append('team', team);
	for (const channel of channels) asked.append('channel', channel);
	return `/api/defects/cases?${asked}`;
}

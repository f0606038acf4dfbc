import { CATALOGUE } from '#schema/catalogue.ts';
import type { DefectKind, SourceClock } from '#schema/defect.ts';
import { KpiId } from '#schema/kpi.ts';
import { m } from './paraglide/messages.js';
import type { Locale } from './paraglide/runtime.js';
import type { Screen } from './screen.ts';

type Told = (inputs?: Record<string, never>, options?: { locale?: Locale }) => string;
type Words = { name: Told; advice: () => string };

/** What is wrong, and what to do about it. */
const KINDS: Record<DefectKind, Words> = {
	reply_before_opening: { name: m.defect_reply_before_opening, advice: m.defect_advice_time },
	reply_without_opening: { name: m.defect_reply_without_opening, advice: m.defect_advice_opening },
	resolution_before_opening: { name: m.defect_resolution_before_opening, advice: m.defect_advice_time },
	resolution_without_opening: { name: m.defect_resolution_without_opening, advice: m.defect_advice_opening },
	abandoned_before_opening: { name: m.defect_abandoned_before_opening, advice: m.defect_advice_time },
	contact_before_opening: { name: m.defect_contact_before_opening, advice: m.defect_advice_time },
	reopening_before_opening: { name: m.defect_reopening_before_opening, advice: m.defect_advice_time },
	escalated_before_opening: { name: m.defect_escalated_before_opening, advice: m.defect_advice_time },
	step_without_opening: { name: m.defect_step_without_opening, advice: m.defect_advice_opening },
	opened_again: { name: m.defect_opened_again, advice: m.defect_advice_opened_again },
	acknowledged_before_receipt: { name: m.defect_acknowledged_before_receipt, advice: m.defect_advice_time },
	remedy_before_receipt: { name: m.defect_remedy_before_receipt, advice: m.defect_advice_time },
	confirmed_before_receipt: { name: m.defect_confirmed_before_receipt, advice: m.defect_advice_time },
	follow_up_before_receipt: { name: m.defect_follow_up_before_receipt, advice: m.defect_advice_time },
	complaint_without_receipt: { name: m.defect_complaint_without_receipt, advice: m.defect_advice_complaint },
	answer_before_sent: { name: m.defect_answer_before_sent, advice: m.defect_advice_time },
	promise_due_before_made: { name: m.defect_promise_due_before_made, advice: m.defect_advice_promise },
	kept_before_made: { name: m.defect_kept_before_made, advice: m.defect_advice_promise },
	clock_off: { name: m.defect_clock_off, advice: m.defect_advice_clock }
};

export const defectName = (kind: DefectKind, locale?: Locale) => KINDS[kind].name({}, { locale });
export const defectAdvice = (kind: DefectKind) => KINDS[kind].advice();

/** Which numbers leave such steps out, by their names. */
export function leftOutWords(kpis: string[], screen: Screen): string {
	const names = kpis.map((id) => {
		const kpi = KpiId.safeParse(id);
		return kpi.success ? CATALOGUE[kpi.data].name[screen.locale] : id;
	});
	return names.length === 0
		? m.defect_counted()
		: m.defect_left_out({ kpis: names.join(m.quarantine_comma()) });
}

/** How wrong a clock seems, and from when to when. */
export function clockWords({ source, offset_s, since, until }: SourceClock, screen: Screen): string {
	const by = screen.plain(screen.duration(Math.abs(offset_s)));
	const said = {
		source,
		by,
		since: screen.moment(since, 'minute'),
		until: until === null ? '' : screen.moment(until, 'minute')
	};
	if (until === null) return offset_s > 0 ? m.clock_slow_since(said) : m.clock_fast_since(said);
	return offset_s > 0 ? m.clock_slow_until(said) : m.clock_fast_until(said);
}

/** What a spell leaves out of the numbers, or why it does not, and who said so. */
export function clockSaid(
	{ verdict, by, note, said_at, steps, cases }: SourceClock,
	screen: Screen
): string[] {
	const said = {
		...{ steps: screen.count(steps), cases: screen.count(cases) },
		...{ by, when: said_at === null ? '' : screen.moment(said_at, 'minute') }
	};
	const why = note === '' ? [] : [m.clock_said_why({ note })];
	if (verdict === 'right') return [m.clock_counted_again(said), ...why];
	return [m.clock_left_out(said), ...(by === '' ? [] : [m.clock_wrong_said(said), ...why])];
}

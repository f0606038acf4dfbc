import { parseEvent } from '#schema/event.ts';
import type { QuarantineState } from '#schema/quarantine.ts';
import { m } from './paraglide/messages.js';
import type { Tally } from './quarantine-actions.ts';
import type { Done } from './quarantine-work.svelte.ts';
import type { Screen } from './screen.ts';

/** The words of the quarantine page. */

type Refused = { reason: string; path: string };

const PROBLEMS: Record<string, (refused: { path: string }) => string> = {
	invalid: ({ path }) => (path ? m.quarantine_invalid({ path }) : m.quarantine_no_event()),
	unknown_type: () => m.quarantine_unknown_type(),
	too_large: () => m.quarantine_too_large(),
	forbidden_team: () => m.quarantine_forbidden_team(),
	unknown_key: () => m.quarantine_unknown_key(),
	cut: () => m.quarantine_cut()
};
/** What is wrong, in a few words. */
export const problemName = ({ reason, path }: Refused) => PROBLEMS[reason]?.({ path }) ?? reason;

const ADVICE: Record<string, () => string> = {
	invalid: m.quarantine_advice_invalid,
	unknown_type: m.quarantine_advice_unknown_type,
	too_large: m.quarantine_advice_too_large,
	forbidden_team: m.quarantine_advice_forbidden_team,
	unknown_key: m.quarantine_advice_unknown_key
};
/** What to do about it. */
export function adviceOf({ reason, path }: Refused) {
	if (reason === 'invalid' && path === 'time') return m.quarantine_advice_time();
	return (ADVICE[reason] ?? m.quarantine_advice_invalid)();
}

/** The field an edit of all most likely is about. */
export function likelyField({ reason, path }: Refused): string {
	if (reason === 'forbidden_team') return 'data.team';
	return path.includes('*') || path === 'subject' || path === 'id' ? '' : path;
}

/** The address of the page: which events, and the problem that is open in it. */
export function quarantineHref(state: string, problem: string | null, cursor?: string): string {
	const asked = {
		...(state !== 'open' && { state }),
		...(problem && { problem }),
		...(cursor && { cursor })
	};
	const query = new URLSearchParams(asked).toString();
	return query ? `/quarantine?${query}` : '/quarantine';
}

const STATES: Record<QuarantineState, () => string> = {
	open: m.quarantine_open,
	replayed: m.quarantine_replayed,
	dismissed: m.quarantine_dismissed
};
export const stateName = (state: QuarantineState) => STATES[state]();

function tallyWords(tally: Tally, screen: Screen): string {
	const { accepted, duplicate, rejected, skipped, refusal } = tally;
	const parts = [
		accepted > 0 && m.quarantine_accepted({ count: screen.count(accepted) }),
		duplicate > 0 && m.quarantine_duplicate({ count: screen.count(duplicate) }),
		rejected > 0 && m.quarantine_rejected({ count: screen.count(rejected) }),
		skipped > 0 && m.quarantine_skipped({ count: screen.count(skipped) })
	].filter((part) => part !== false);
	const sum =
		parts.length > 0
			? m.quarantine_result({ parts: parts.join(m.quarantine_comma()) })
			: m.quarantine_nothing();
	if (!refusal) return sum;
	return `${sum} ${m.quarantine_first_refusal({ problem: problemName(refusal), detail: refusal.detail })}`;
}

/** What came of an action, in a sentence. */
export function doneWords(done: Done, screen: Screen): string {
	if (done.what === 'replayed') return tallyWords(done.tally, screen);
	if (done.what === 'dismissed') return m.quarantine_dismissed_now({ count: screen.count(done.events) });
	if (done.what === 'undone') return m.quarantine_undone({ count: screen.count(done.events) });
	return m.quarantine_failed({ detail: done.detail });
}

/** What is wrong with an edited event, null when it would be taken. The key's teams are known to ingest alone. */
export function editProblem(text: string, now: number): string | null {
	let event: unknown;
	try {
		event = JSON.parse(text);
	} catch (error) {
		return m.quarantine_not_json({ detail: error instanceof Error ? error.message : '' });
	}
	const parsed = parseEvent(event, now);
	if (parsed.ok) return null;
	const { path, detail } = parsed.refusal;
	return path ? `${path}${m.quarantine_colon()}${detail}` : detail;
}

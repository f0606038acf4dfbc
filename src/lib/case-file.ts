/** One event of a case as the page gets it: its time and type, and whatever else it says. */
export type CaseEvent = { source: string; id: string; type: string; time: string; [field: string]: unknown };

/** What was promised at an opening or reopening, and what came of it. */
export type CaseResponse = {
	basis_at: string;
	response_s: number | null;
	threshold_s: number | null;
	clock: 'calendar' | 'business';
	/** Null without a reply or a promise. */
	kept: boolean | null;
	abandoned: boolean;
	waiting: boolean;
};

/** One line of the timeline. */
export type Step = {
	event: CaseEvent;
	/** Seconds since the line before, null on the first. */
	gap_s: number | null;
	/** The fields this event says anew: repeated on every event, they would hide what changed. */
	fields: Record<string, unknown>;
	/** The response this reply is, when it is one that counts. */
	response: CaseResponse | null;
};

/** What stays with a case until an event says otherwise. */
const LASTING: ReadonlySet<string> = new Set([
	...['team', 'agent', 'channel', 'customer', 'tier', 'topic', 'priority']
]);

/** A gap under a minute needs no words. */
const WORTH_SAYING_S = 60;

/** A case's events in order, with the waiting between them and each first reply beside its promise. */
export function stepsOf(events: CaseEvent[], responses: CaseResponse[]): Step[] {
	const known = new Map<string, unknown>();
	const open = responses.filter(({ response_s }) => response_s !== null);
	return events.map((event, index) => {
		const before = events[index - 1];
		const gap_s = before ? (Date.parse(event.time) - Date.parse(before.time)) / 1000 : null;
		return {
			event,
			fields: news(event),
			gap_s: gap_s !== null && gap_s >= WORTH_SAYING_S ? gap_s : null,
			response: event.type === 'case.responded' ? take(Date.parse(event.time)) : null
		};
	});

	function news(event: CaseEvent) {
		const fields = Object.entries(event).filter(
			([name, value]) => !LASTING.has(name) || known.get(name) !== value
		);
		for (const [name, value] of fields) known.set(name, value);
		return Object.fromEntries(fields);
	}

	/** The response that ended at this moment; each belongs to one reply. */
	function take(time: number) {
		const at = open.findIndex(
			({ basis_at, response_s }) => Math.abs(Date.parse(basis_at) + (response_s ?? 0) * 1000 - time) < 1
		);
		return at < 0 ? null : (open.splice(at, 1)[0] ?? null);
	}
}

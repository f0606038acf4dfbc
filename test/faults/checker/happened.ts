/** An event as its text says, with the values a column takes: '' for what is not said, null for a number not said. */
export type Happened = {
	source: string;
	id: string;
	type: string;
	/** ms */
	at: number;
	/** '' for what happens outside a case. */
	case_id: string;
	/** The customer's key as the source sends it. */
	customer: string;
	data: Record<string, unknown>;
};

const OUTSIDE_A_CASE = [
	'customer.active',
	'customer.left',
	'inspection.scored',
	'staff.surveyed',
	'agent.state'
];

const textOf = (value: unknown): string =>
	typeof value === 'string' ? value : typeof value === 'number' ? String(value) : '';
const isRecord = (value: unknown): value is Record<string, unknown> =>
	typeof value === 'object' && value !== null && !Array.isArray(value);

/** Reads the text of a good event. */
export function readEvent(text: string): Happened {
	const event: unknown = JSON.parse(text);
	if (!isRecord(event)) throw new Error(`the ledger holds no event: ${text.slice(0, 100)}`);
	const data = isRecord(event.data) ? event.data : {};
	const type = textOf(event.type);
	return {
		source: textOf(event.source),
		id: textOf(event.id),
		type,
		at: Date.parse(textOf(event.time)),
		case_id: OUTSIDE_A_CASE.includes(type) ? '' : textOf(event.subject),
		customer: textOf(data.customer),
		data
	};
}

/** A word the event says, '' when it does not. */
export const wordOf = ({ data }: Happened, name: string): string => textOf(data[name]);

/** A number the event says, null when it does not. */
export const numberOf = ({ data }: Happened, name: string): number | null => {
	const value = data[name];
	return typeof value === 'number' ? value : null;
};

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

/** Earlier is by time, then id; the source only makes the order total. */
export const byTime = (a: Happened, b: Happened) =>
	a.at - b.at || compare(a.id, b.id) || compare(a.source, b.source);

import type { Findings } from './findings.ts';
import type { Heard, Ledger, SentFrame } from './ledger.ts';

type Rejection = { index: number; reason: string; path: string };
type Ack = {
	ack: number;
	accepted: number;
	duplicates: number;
	rejected: Rejection[];
	credit: number;
};

const LEAST_CREDIT = 1_000;

const isRecord = (value: unknown): value is Record<string, unknown> =>
	typeof value === 'object' && value !== null && !Array.isArray(value);
const isCount = (value: unknown): value is number =>
	typeof value === 'number' && Number.isInteger(value) && value >= 0;

const isRejection = (value: unknown): value is Rejection =>
	isRecord(value) &&
	isCount(value.index) &&
	typeof value.reason === 'string' &&
	typeof value.path === 'string' &&
	typeof value.detail === 'string';

const isAck = (value: unknown): value is Ack =>
	isRecord(value) &&
	isCount(value.ack) &&
	isCount(value.accepted) &&
	isCount(value.duplicates) &&
	isCount(value.credit) &&
	Array.isArray(value.rejected) &&
	value.rejected.every(isRejection);

const isError = (value: unknown) => isRecord(value) && isRecord(value.error);

/** What the answers amount to: who may rely on being stored, and the sums they gave, by ingest process. */
export type Answered = {
	/** Per event of the ledger: 1 when a frame with it was acknowledged. */
	acked: Uint8Array;
	sums: Map<string, { received: number; accepted: number; duplicates: number; rejected: number }>;
	/** Events in frames sent to each process, answered or not. */
	sent: Map<string, number>;
	/** Frames answered by an error, thus not acknowledged. */
	refused: number;
};

/** Reads the log in order: every frame gets one answer, in order, and the answer has to add up. */
export function judgeAnswers(ledger: Ledger, findings: Findings): Answered {
	const answered: Answered = {
		acked: new Uint8Array(ledger.events.length),
		sums: new Map(),
		sent: new Map(),
		refused: 0
	};
	const deliveries = new Uint32Array(ledger.events.length);
	const unanswered = new Map<number, SentFrame[]>();

	for (const entry of ledger.log) {
		if (entry.what === 'sent') {
			const frames = unanswered.get(entry.connection);
			if (frames) frames.push(entry);
			else unanswered.set(entry.connection, [entry]);
			for (const event of entry.events) deliveries[event] = (deliveries[event] ?? 0) + 1;
			const process = ledger.connections[entry.connection] ?? '';
			answered.sent.set(process, (answered.sent.get(process) ?? 0) + entry.events.length);
		} else hear(entry);
	}
	return answered;

	function hear({ connection, message }: Heard) {
		const frame = unanswered.get(connection)?.shift();
		const where = `connection ${connection}: ${JSON.stringify(message)?.slice(0, 200)}`;
		if (!frame && !isError(message)) findings.note('answer_without_frame', where);
		if (isError(message)) answered.refused++;
		else if (!isAck(message)) findings.note('answer_unreadable', where);
		else if (frame) judgeAck(message, frame, where);
	}

	function judgeAck(ack: Ack, frame: SentFrame, where: string) {
		if (ack.ack !== frame.seq)
			findings.note('answer_out_of_order', `${where}: the frame to be answered is ${frame.seq}`);
		if (ack.credit < LEAST_CREDIT) findings.note('credit_too_small', where);
		const sum = ack.accepted + ack.duplicates + ack.rejected.length;
		if (sum !== frame.events.length)
			findings.note('answer_does_not_add_up', `${where}: ${sum} of ${frame.events.length} events`);
		if (ack.duplicates > possibleDuplicates(frame.events, deliveries))
			findings.note('duplicate_never_sent_before', where);
		judgeRejected(ack.rejected, frame, where);
		for (const event of frame.events) answered.acked[event] = 1;

		const process = ledger.connections[frame.connection] ?? '';
		const sums = answered.sums.get(process) ?? { received: 0, accepted: 0, duplicates: 0, rejected: 0 };
		sums.received += frame.events.length;
		sums.accepted += ack.accepted;
		sums.duplicates += ack.duplicates;
		sums.rejected += ack.rejected.length;
		answered.sums.set(process, sums);
	}

	function judgeRejected(rejected: Rejection[], frame: SentFrame, where: string) {
		const said = new Map<number, Rejection>();
		for (const rejection of rejected) {
			if (said.has(rejection.index)) findings.note('rejected_twice', where);
			if (rejection.index >= frame.events.length) findings.note('rejected_beyond_frame', where);
			said.set(rejection.index, rejection);
		}
		frame.events.forEach((event, index) => {
			const { refusal, id } = ledger.events[event] ?? {};
			const rejection = said.get(index);
			if (!refusal && rejection)
				findings.note('good_event_rejected', `${id}: ${rejection.reason} ${rejection.path}`);
			else if (refusal && !rejection) findings.note('bad_event_accepted', `${id}: ${refusal.reason}`);
			else if (
				refusal &&
				rejection &&
				(refusal.reason !== rejection.reason || refusal.path !== rejection.path)
			)
				findings.note(
					'wrong_reason',
					`${id}: ${rejection.reason} ${rejection.path}, expected ${refusal.reason} ${refusal.path}`
				);
		});
	}
}

/** How many of a frame's events can be duplicates at all: those sent elsewhere too, and all but one copy of the others. */
function possibleDuplicates(events: number[], deliveries: Uint32Array): number {
	const copies = new Map<number, number>();
	for (const event of events) copies.set(event, (copies.get(event) ?? 0) + 1);
	let possible = 0;
	for (const [event, here] of copies) possible += (deliveries[event] ?? 0) > here ? here : here - 1;
	return possible;
}

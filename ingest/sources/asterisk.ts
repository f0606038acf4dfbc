import type { EventType } from '#schema/event.ts';
import {
	caseId,
	dimension,
	eventsOf,
	nameOf,
	refuse,
	type Fact,
	type Mapped,
	type Source,
	type SourceOptions
} from './source.ts';

/** A line of queue_log: `time|call|queue|agent|EVENT|parameters…`. */
type Line = { time: string; call: string; queue: string; agent: string; event: string; parameters: string[] };

/** What a line says: an event of the call, or of the agent; null where it deliberately says nothing to us. */
type Meaning = { type: EventType; data?: (line: Line) => Record<string, unknown> } | null;

const call = (type: EventType, data?: (line: Line) => Record<string, unknown>): Meaning => ({ type, data });
const agentIs = (state: string): Meaning => ({ type: 'agent.state', data: () => ({ state }) });
const ended = ({ event }: Line) => ({ resolution: event });

/** The queue let go of a call nobody had answered: an abandon unless it is answered after all, the end of its wait unknown. */
const unanswered = ({ event }: Line) => ({ resolution: event, wait_known: false });

/** Passed on to an extension: to whom, the log does not say. Queue and agent of the line are those it leaves. */
const elsewhere = () => ({ team: undefined, agent: undefined });

/**
 * Every event of queue_log: https://docs.asterisk.org/Operation/Logging/Queue-Logs/, and those which apps/app_queue.c and
 * main/logger.c of Asterisk write beyond that page. asterisk.md says why.
 */
export const QUEUE_EVENTS: Readonly<Record<string, Meaning>> = {
	ENTERQUEUE: call('case.opened', ({ parameters }) => ({ customer: callerOf(parameters[1]) })),
	CONNECT: call('case.responded'),
	COMPLETEAGENT: call('case.resolved', ended),
	COMPLETECALLER: call('case.resolved', ended),
	ABANDON: call('case.abandoned', ended),
	SYSCOMPAT: call('case.abandoned', ended),
	EXITEMPTY: call('case.abandoned', unanswered),
	EXITWITHTIMEOUT: call('case.abandoned', unanswered),
	WITHDRAW: call('case.abandoned', unanswered),
	EXITWITHKEY: call('case.closed', ended),
	TRANSFER: call('case.transferred', elsewhere),
	BLINDTRANSFER: call('case.transferred', elsewhere),
	ATTENDEDTRANSFER: call('case.transferred', elsewhere),
	ADDMEMBER: {
		type: 'agent.state',
		data: ({ parameters }) => ({ state: parameters[0] === 'PAUSED' ? 'away' : 'available' })
	},
	AGENTLOGIN: agentIs('available'),
	AGENTCALLBACKLOGIN: agentIs('available'),
	UNPAUSE: agentIs('available'),
	UNPAUSEALL: agentIs('available'),
	PAUSE: agentIs('away'),
	PAUSEALL: agentIs('away'),
	REMOVEMEMBER: agentIs('offline'),
	AGENTLOGOFF: agentIs('offline'),
	AGENTCALLBACKLOGOFF: agentIs('offline'),
	AGENTDUMP: null, // the agent hung up before the caller was put through: the caller waits on
	RINGNOANSWER: null,
	RINGCANCELED: null,
	OUTCALL: null, // begun by the company: no case of a customer
	PENALTY: null,
	RINGINUSE: null,
	CONFIGRELOAD: null,
	QUEUESTART: null
};

const EXAMPLE = '1366720340|1366720340.303267|sales|SIP/8007|CONNECT|12|1366720341.303268|4';

/** What stands where there is no queue, agent or call: who added a member stands in the call's place. */
const NOBODY = new Set(['', 'NONE', 'REALTIME', 'MANAGER', 'CLI']);

const WITHHELD = new Set(['', 'anonymous', 'unknown', 'unavailable', 'restricted', 'private', 's']);

/** The caller's number without its punctuation; nothing when it is withheld. */
function callerOf(number = ''): string | undefined {
	const trimmed = number.trim();
	if (WITHHELD.has(trimmed.toLowerCase())) return undefined;
	return dimension(/^[-+\d\s().]+$/.test(trimmed) ? trimmed.replace(/[^+\d]/g, '') : trimmed);
}

const known = (text: string) => (NOBODY.has(text) ? undefined : dimension(text));

/** Reads a line; undefined when it is not one. The time is in seconds since 1970; a fraction is kept. */
function readLine(text: string): Line | undefined {
	const [seconds = '', call = '', queue = '', agent = '', event = '', ...parameters] = text.split('|');
	if (!/^\d{9,11}(\.\d+)?$/.test(seconds) || event === '') return undefined;
	const time = new Date(Math.round(Number(seconds) * 1000)).toISOString();
	return { time, call, queue, agent, event, parameters };
}

function factOf(line: Line, { type, data }: NonNullable<Meaning>, options: SourceOptions): Fact {
	const ofAgent = type === 'agent.state';
	return {
		type,
		// Not the name of the call alone: it may pass through several queues, and come back to one.
		id: [line.call, line.queue, line.agent, line.event, line.time].join('|').slice(0, 512),
		time: line.time,
		subject: ofAgent ? undefined : caseId('asterisk', options, line.call),
		data: {
			team: nameOf(known(line.queue), options),
			agent: nameOf(known(line.agent), options),
			channel: ofAgent ? undefined : 'phone',
			...data?.(line)
		}
	};
}

/** Adds what a line says to `mapped`; false when it is not a line of queue_log. */
function take(written: string, mapped: Mapped, options: SourceOptions): boolean {
	const line = readLine(written);
	if (!line) {
		mapped.unmapped.push({ field: 'line', value: 'unreadable' });
		return false;
	}
	const meaning = Object.hasOwn(QUEUE_EVENTS, line.event) ? QUEUE_EVENTS[line.event] : undefined;
	if (meaning === undefined) mapped.unmapped.push({ field: 'event', value: line.event.slice(0, 200) });
	else if (meaning && meaning.type !== 'agent.state' && !known(line.call))
		mapped.unmapped.push({ field: 'call', value: line.call || 'empty' });
	else if (meaning) mapped.events.push(eventsOf('asterisk', options)(factOf(line, meaning, options)));
	return true;
}

/** Lines of Asterisk's `queue_log`, as text. A call is a case, through however many queues; a queue is a team. See asterisk.md. */
export const asterisk: Source = {
	name: 'asterisk',
	content: 'text',
	read(payload, options) {
		if (typeof payload !== 'string') return refuse('', 'expected lines of queue_log as text');
		const mapped: Mapped = { events: [], unmapped: [] };
		const lines = payload.split(/\r?\n/).filter((line) => line.trim() !== '');
		const read = lines.filter((line) => take(line, mapped, options));
		if (lines.length > 0 && read.length === 0)
			return refuse('', `expected lines of queue_log such as ${EXAMPLE}`);
		return { ok: true, mapped };
	}
};

import type { ServiceEvent } from '#schema/event.ts';
import { instantMs } from '#schema/instant.ts';
import type { Column } from './native.ts';
import { items, map } from './native/nested.ts';
import { boolOr, nullableBool, nullableFloat64, nullableTime, nullableUInt8, time } from './native/number.ts';
import { lowCardinality, string } from './native/text.ts';

/** An event on its way into the table `events`; `received_at` in ms. */
export type EventRow = { event: ServiceEvent; received_at: number };

type Data = ServiceEvent['data'];
type Names<Type> = Type extends unknown ? keyof Type : never;
type Values<Type, Name extends PropertyKey> = Type extends { [Key in Name]?: infer Value } ? Value : never;

/** Everything the data of some event may say. */
type Said = { [Name in Names<Data>]?: Values<Data, Name> };
type Row = { event: Omit<ServiceEvent, 'data'> & { data: Said }; received_at: number };

/** The columns of the table `events`: `subject` is the case, the fields of `data` keep their names. */
export const EVENT_COLUMNS: readonly Column<EventRow>[] = [
	lowCardinality('source', ({ event }: Row) => event.source),
	string('id', ({ event }: Row) => event.id),
	lowCardinality('type', ({ event }: Row) => event.type),
	time('time', ({ event }: Row) => instantMs(event.time)),
	time('received_at', ({ received_at }: Row) => received_at),
	string('case_id', ({ event }: Row) => event.subject),
	lowCardinality('team', ({ event }: Row) => event.data.team),
	lowCardinality('agent', ({ event }: Row) => event.data.agent),
	lowCardinality('channel', ({ event }: Row) => event.data.channel),
	string('customer', ({ event }: Row) => event.data.customer),
	lowCardinality('tier', ({ event }: Row) => event.data.tier),
	lowCardinality('topic', ({ event }: Row) => event.data.topic),
	lowCardinality('priority', ({ event }: Row) => event.data.priority),
	map('attributes', ({ event }: Row) => event.data.attributes),
	lowCardinality('kind', ({ event }: Row) => event.data.kind),
	lowCardinality('reason', ({ event }: Row) => event.data.reason),
	lowCardinality('severity', ({ event }: Row) => event.data.severity),
	lowCardinality('resolution', ({ event }: Row) => event.data.resolution),
	lowCardinality('level', ({ event }: Row) => event.data.level),
	lowCardinality('status', ({ event }: Row) => event.data.status),
	boolOr(true, 'wait_known', ({ event }: Row) => event.data.wait_known),
	string('remedy', ({ event }: Row) => event.data.remedy),
	nullableUInt8('satisfied', ({ event }: Row) => event.data.satisfied),
	lowCardinality('step', ({ event }: Row) => event.data.step),
	string('survey', ({ event }: Row) => event.data.survey),
	lowCardinality('instrument', ({ event }: Row) => event.data.instrument),
	nullableFloat64('score', ({ event }: Row) => event.data.score),
	nullableUInt8('scale', ({ event }: Row) => event.data.scale),
	string('comment', ({ event }: Row) => event.data.comment),
	nullableBool('had_problem', ({ event }: Row) => event.data.had_problem),
	nullableBool('spoke_up', ({ event }: Row) => event.data.spoke_up),
	items('items', ({ event }: Row) => event.data.items),
	string('promise', ({ event }: Row) => event.data.promise),
	nullableTime('due', ({ event }: Row) => (event.data.due ? instantMs(event.data.due) : undefined)),
	lowCardinality('from_team', ({ event }: Row) => event.data.from_team),
	nullableFloat64('value', ({ event }: Row) => event.data.value),
	nullableFloat64('procedural', ({ event }: Row) => event.data.procedural),
	nullableFloat64('personal', ({ event }: Row) => event.data.personal),
	nullableFloat64('tangibles', ({ event }: Row) => event.data.tangibles),
	lowCardinality('state', ({ event }: Row) => event.data.state),
	string('breach', ({ event }: Row) => event.data.breach),
	lowCardinality('by', ({ event }: Row) => event.data.by),
	string('note', ({ event }: Row) => event.data.note)
];

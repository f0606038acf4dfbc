import { z } from 'zod';
import { isRecord } from '#schema/record.ts';
import { instant, maybeId, recordId, word } from '../read.ts';

/** `ContactId` in a record is `contactId` in an event, `Queue.ARN` is `queueInfo.queueArn`: one spelling for both. */
const spell = (name: string) => {
	const arn = name.replace(/ARN$/, 'Arn');
	return arn.charAt(0).toLowerCase() + arn.slice(1);
};

const respell = (value: unknown) =>
	isRecord(value)
		? Object.fromEntries(Object.entries(value).map(([name, field]) => [spell(name), field]))
		: value;

const respelled = <Shape extends z.ZodRawShape>(shape: Shape) => z.preprocess(respell, z.object(shape));

/** Records count in whole seconds. Events say milliseconds: cut, so that a fact has one time, whoever tells it. */
const second = instant.transform((ms) => (ms === undefined ? undefined : Math.floor(ms / 1000) * 1000));

const Queue = respelled({ name: word, arn: word, queueArn: word, enqueueTimestamp: second }).nullish();
const Agent = respelled({
	username: word,
	arn: word,
	agentArn: word,
	connectedToAgentTimestamp: second
}).nullish();
const Endpoint = respelled({ address: word }).nullish();
const Metrics = respelled({ agentFirstResponseTimestamp: second }).nullish();
const ChatMetrics = respelled({ contactMetrics: Metrics, chatContactMetrics: Metrics }).nullish();
const Subtype = z.object({ 'connect:Subtype': z.unknown() }).nullish().catch(undefined);

/** `DisconnectReason` is a word; in events of outbound campaigns an object with a `code`. */
const reason = z
	.unknown()
	.optional()
	.transform((value) => word.parse(isRecord(value) ? (value.code ?? value.Code) : value));

const upper = word.transform((value) => value?.toUpperCase());

/** What is read of a contact record or a contact event; all else is ignored, personal data with it. */
export const Contact = respelled({
	contactId: recordId,
	initialContactId: maybeId,
	nextContactId: maybeId,
	relatedContactId: maybeId,
	eventType: upper,
	channel: upper,
	initiationMethod: upper,
	disconnectReason: reason,
	customerId: word,
	customerEndpoint: Endpoint,
	initiationTimestamp: second,
	disconnectTimestamp: second,
	lastUpdateTimestamp: second,
	lastPausedTimestamp: second,
	lastResumedTimestamp: second,
	queue: Queue,
	queueInfo: Queue,
	agent: Agent,
	agentInfo: Agent,
	chatMetrics: ChatMetrics,
	segmentAttributes: Subtype
});
export type Contact = z.output<typeof Contact>;

/** The last part of an ARN is the id. */
const idOf = (arn: string | undefined) => arn?.split('/').at(-1);

export const queueOf = ({ queue, queueInfo }: Contact) => {
	const found = queue ?? queueInfo;
	return { name: found?.name, id: idOf(found?.arn ?? found?.queueArn), enqueued: found?.enqueueTimestamp };
};

export const agentOf = ({ agent, agentInfo }: Contact) => {
	const found = agent ?? agentInfo;
	return {
		name: found?.username,
		id: idOf(found?.arn ?? found?.agentArn),
		connected: found?.connectedToAgentTimestamp
	};
};

export const firstMessageOf = ({ chatMetrics }: Contact) =>
	(chatMetrics?.contactMetrics ?? chatMetrics?.chatContactMetrics)?.agentFirstResponseTimestamp;

/** `connect:SMS`, `connect:Guide` and the like. */
export function subtypeOf({ segmentAttributes }: Contact): string | undefined {
	const subtype = segmentAttributes?.['connect:Subtype'];
	const value = isRecord(subtype) ? (subtype.ValueString ?? subtype.valueString) : subtype;
	return word.parse(value);
}

import { z } from 'zod';
import { instant, word } from '../read.ts';

/** Older versions write `2020-03-03 13:05:57 UTC`. */
const written = (text: string) => text.replace(/^(\S+) (\S+) UTC$/, '$1T$2Z');

/** Seconds since 1970, in newer versions with a fraction, or a time with zone; in ms. 0 is no time. */
const moment = z.preprocess((value) => {
	if (typeof value === 'string') return written(value);
	return typeof value === 'number' ? Math.round(value * 1000) : value;
}, instant);

const Id = z.number().int();
const Named = z.object({ id: Id.nullish(), name: word, type: word }).nullish();

/** What is read of a conversation; all else is ignored, personal data with it. */
export const Conversation = z.object({
	id: Id,
	channel: word,
	status: word,
	priority: word,
	inbox_id: Id.nullish(),
	created_at: moment,
	updated_at: moment,
	timestamp: moment,
	first_reply_created_at: moment,
	meta: z.object({ sender: Named, assignee: Named, team: Named, assignee_type: word }).nullish(),
	messages: z
		.array(z.object({ id: Id, updated_at: moment }))
		.nullish()
		.catch(undefined)
});
export type Conversation = z.output<typeof Conversation>;

const Change = z.object({ previous_value: z.unknown().optional(), current_value: z.unknown().optional() });

/** What changed: a list of one field each, or one object of them. Null in older versions. */
const Changes = z
	.union([z.array(z.record(z.string(), Change)), z.record(z.string(), Change)])
	.nullish()
	.transform((changes): Record<string, z.output<typeof Change>> =>
		Object.assign({}, ...(Array.isArray(changes) ? changes : [changes ?? {}]))
	);

/** A webhook about a conversation. */
export const ConversationEvent = Conversation.extend({ event: z.string(), changed_attributes: Changes });
export type ConversationEvent = z.output<typeof ConversationEvent>;

/** A webhook about a message. */
export const MessageEvent = z.object({
	event: z.string(),
	id: Id,
	created_at: moment,
	message_type: word,
	content_type: word,
	private: z.boolean().nullish(),
	sender: Named,
	content_attributes: z
		.object({
			automation_rule_id: z.unknown().optional(),
			external_echo: z.unknown().optional(),
			submitted_values: z
				.object({ csat_survey_response: z.object({ rating: z.number().nullish() }).nullish() })
				.nullish()
				.catch(undefined) // other forms have other values
		})
		.nullish()
		.catch(undefined),
	additional_attributes: z.object({ campaign_id: z.unknown().optional() }).nullish().catch(undefined),
	conversation: Conversation
});
export type MessageEvent = z.output<typeof MessageEvent>;

import { z } from 'zod';

/** An id: a number in one API, text in another; 0, '0' and '' mean nobody. */
export const Id = z
	.union([z.string(), z.number()])
	.nullish()
	.transform((id) => (id === null || id === undefined || Number(id) === 0 ? undefined : String(id)));

/** An id that must be there. */
export const RecordId = z.union([z.string().min(1), z.number()], 'expected an id').transform(String);

/** Text that may be missing, null or ''. */
export const Text = z
	.string()
	.nullish()
	.transform((text) => text || undefined);

export const Instant = z.iso
	.datetime({ offset: true, error: 'expected a time such as 2026-11-21T09:30:00Z' })
	.transform((text) => Date.parse(text));

/** Ids of Zendesk's own doings (system, triggers) are below zero: no human. */
export const isHuman = (id: string | undefined): id is string => id !== undefined && Number(id) > 0;

/** What is counted one by one: told by a webhook and by the export, it is the same event when ticket and time are the same. */
const COUNTED = new Set(['case.reopened', 'case.contacted', 'case.transferred']);

/** The id of an event: of what told it, or of what happened where both doors tell it and it must count once. */
export const eventId = (
	told: string,
	{ type, subject, time }: { type: string; subject: string; time: string }
) => (COUNTED.has(type) ? `${subject}:${type}:${time}` : `${told}:${type}`);

import type { z } from 'zod';
import { isRecord } from '#schema/record.ts';
import { readEach } from './read.ts';
import {
	refuse,
	refuseIssue,
	type Mapped,
	type Source,
	type SourceOptions,
	type SourceResult
} from './source.ts';
import { Export, readExport } from './zendesk/export.ts';
import { readWebhook, Webhook } from './zendesk/webhook.ts';

const NOT_ZENDESK =
	'expected a webhook of a ticket event ("type": "zen:event-type:ticket.…") or a page of the export ("ticket_events": […])';

function parsed<Value>(
	shape: z.ZodType<Value>,
	payload: unknown,
	read: (value: Value) => Mapped
): SourceResult {
	const result = shape.safeParse(payload);
	return result.success ? { ok: true, mapped: read(result.data) } : refuseIssue(result.error);
}

function readOne(payload: unknown, options: SourceOptions): SourceResult {
	if (!isRecord(payload)) return refuse('', NOT_ZENDESK);
	if ('ticket_events' in payload) return parsed(Export, payload, (page) => readExport(page, options));
	const { type } = payload;
	if (typeof type !== 'string') return refuse('type', NOT_ZENDESK);
	// Users, organisations, articles and agents: no events of a case.
	if (!type.startsWith('zen:event-type:ticket.'))
		return { ok: true, mapped: { events: [], unmapped: [{ field: 'type', value: type }] } };
	return parsed(Webhook, payload, (webhook) => readWebhook(webhook, options));
}

/** Zendesk: event webhooks of tickets, and pages of the incremental export of ticket events. A ticket is a case. See zendesk.md. */
export const zendesk: Source = {
	name: 'zendesk',
	content: 'json',
	read: (payload, options) => readEach(payload, (item) => readOne(item, options))
};

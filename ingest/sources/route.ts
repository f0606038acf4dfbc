import type { IncomingMessage } from 'node:http';
import { z } from 'zod';
import { Zone } from '#schema/environment.ts';
import type { CloudEvent } from '#schema/event.ts';
import { pathOf } from '../access.ts';
import { readBody, type Read } from '../body.ts';
import type { Counters } from '../counters.ts';
import type { Handler, Routes } from '../http.ts';
import type { Outcome, Pipeline } from '../pipeline.ts';
import { answer, answerRefusal, refusal } from '../refusal.ts';
import { readPayload } from './payload.ts';
import { SOURCE_NAMES, SOURCES } from './registry.ts';
import { Account, type SourceSettings } from './settings.ts';
import { sourceName, type Source, type SourceOptions, type Unmapped } from './source.ts';

export const SOURCES_PATH = '/v1/sources/';

/** So many different unmapped values are told in an answer. */
const TOLD = 100;

export type SourceRoutesOptions = {
	pipeline: Pick<Pipeline, 'take'>;
	/** The credit a connection would have now. */
	afford: () => number;
	counters: Pick<Counters, 'unmapped'>;
	/** The business zone, for times that come without one. */
	zone: string;
	settings?: SourceSettings;
	/** A request was answered so many seconds after it had been read. */
	onAnswer?: (seconds: number) => void;
};

const Query = z.object({ account: Account.optional(), zone: Zone.optional() });

/** What the address says beside the source: `?account=emea&zone=Asia/Shanghai`. */
function readQuery({ url = '/' }: IncomingMessage): Read<z.output<typeof Query>> {
	const asked = new URLSearchParams(url.split('?', 2)[1] ?? '');
	const query = Query.safeParse(Object.fromEntries(asked));
	if (query.success) return { ok: true, value: query.data };
	const issue = query.error.issues[0];
	return { ok: false, refused: refusal(400, 'invalid', issue?.path.join('.') ?? '', issue?.message ?? '') };
}

/** How often each value came that means nothing here. */
function tally(unmapped: readonly Unmapped[]) {
	const counts = new Map<string, Unmapped & { count: number }>();
	for (const { field, value } of unmapped) {
		const key = JSON.stringify([field, value]);
		const known = counts.get(key);
		if (known) known.count++;
		else counts.set(key, { field, value, count: 1 });
	}
	return [...counts.values()].slice(0, TOLD);
}

/** An index says nothing to who never saw the events: a refused one is named. */
const named = ({ rejected, ...outcome }: Outcome, events: readonly CloudEvent[]) => ({
	...outcome,
	rejected: rejected.map((refused) => ({
		...refused,
		type: events[refused.index]?.type,
		id: events[refused.index]?.id
	}))
});

/** `POST /v1/sources/NAME`: a vendor's own payload becomes events, which go the way of all events. */
export function sourceRoutes(options: SourceRoutesOptions): Routes {
	const { pipeline, afford, counters, settings = {}, onAnswer } = options;

	function optionsFor(source: Source, { account, zone }: z.output<typeof Query>): SourceOptions {
		const own = settings[sourceName(source.name, { account })] ?? settings[source.name];
		return { account, zone: zone ?? own?.zone ?? options.zone, names: own?.names };
	}

	const post: Handler = async (request, response, key) => {
		const name = pathOf(request).slice(SOURCES_PATH.length);
		const source = SOURCES.get(name);
		if (!source) {
			const detail = `no source of this name: ${SOURCES_PATH}NAME takes ${SOURCE_NAMES.join(', ')}`;
			return answerRefusal(response, refusal(404, 'unknown_source', 'path', detail));
		}
		const query = readQuery(request);
		if (!query.ok) return answerRefusal(response, query.refused);
		const body = await readBody(request);
		if (!body.ok) return answerRefusal(response, body.refused);
		const payload = readPayload(source, request.headers['content-type'], body.value.toString());
		if (!payload.ok) return answerRefusal(response, payload.refused);

		const result = source.read(payload.value, optionsFor(source, query.value));
		if (!result.ok) {
			const { reason, path, detail } = result.refusal;
			return answerRefusal(response, refusal(400, reason, path, detail));
		}
		const begun = performance.now();
		const { events, unmapped } = result.mapped;
		const bytes = body.value.length;
		const outcome = await pipeline.take(events, { key, bytes, via: `source:${name}` });
		if (unmapped.length > 0) counters.unmapped[name] = (counters.unmapped[name] ?? 0) + unmapped.length;
		answer(response, 200, {
			...{ ack: 0, ...named(outcome, events), credit: afford() },
			unmapped: tally(unmapped)
		});
		onAnswer?.((performance.now() - begun) / 1_000);
	};

	return { [SOURCES_PATH]: { POST: post } };
}

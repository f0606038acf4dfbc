import { json } from '@sveltejs/kit';
import type { z } from 'zod';
import type { Version } from '#schema/version.ts';
import { refuse } from '../http.ts';
import { readOrder } from '../quarantine-order.ts';
import { readIfMatch } from '../standards/http.ts';
import type { Changing, VersionChange, Versions } from './versions.ts';

type Touchstone = App.Locals['touchstone'];
type Asked = { request: Request; params: { id: string }; locals: { touchstone: Touchstone } };

const headers = (version: number) => ({ etag: `"${version}"`, 'cache-control': 'no-store' });

const standingAnswer = (standing: Version, status = 200) =>
	json(standing, { status, headers: headers(standing.version) });

const nothing = (name: string, id: string) => refuse('id', `there is no ${name} ${id}`, 404);

/** What came of a change: how it stands now, 204 when it is gone, 412 when somebody else was before. */
function changeAnswer<Content>(name: string, id: string, change: VersionChange<Content>): Response {
	if (change.outcome === 'nothing') return nothing(name, id);
	const { standing, version } = change;
	if (change.outcome === 'done')
		return standing
			? standingAnswer(standing)
			: new Response(null, { status: 204, headers: headers(version) });
	const detail = standing
		? `the ${name} was saved by somebody else at ${standing.saved_at}: read it again and make your change there`
		: `the ${name} was deleted meanwhile: undo that first`;
	const error = { reason: 'changed', path: 'If-Match', detail };
	return json({ error, standing }, { status: 412, headers: headers(version) });
}

/** Which one a request changes, from which version; or why it cannot be told. */
export function readChanging({ request, params, locals }: Asked): Changing | Response {
	const from = readIfMatch(request.headers.get('if-match'));
	if (from === 'unreadable') return refuse('If-Match', 'expected the ETag it was read with, such as "3"');
	return { id: params.id, from, by: locals.touchstone.whoIs(request) };
}

/** Why a request may not change anything, as an answer. */
export function notChanging({ request, locals }: Pick<Asked, 'request' | 'locals'>): Response | undefined {
	const not = locals.touchstone.whyNotChange(request);
	return not && refuse(not.path, not.detail, 403);
}

type Options<Content> = {
	/** What one is called in answers. */
	name: string;
	given: z.ZodType<Content>;
	of: (touchstone: Touchstone) => Versions<Content>;
};

/** What can be done over HTTP with what people write and change. */
export function versionHandlers<Content>({ name, given, of }: Options<Content>) {
	return {
		async add(asked: Pick<Asked, 'request' | 'locals'>) {
			const not = notChanging(asked);
			if (not) return not;
			const order = await readOrder(asked.request, given);
			if (!order.ok) return order.refused;
			const { touchstone } = asked.locals;
			return standingAnswer(await of(touchstone).add(order.value, touchstone.whoIs(asked.request)), 201);
		},
		async read({ params, locals }: Asked) {
			const standing = await of(locals.touchstone).read(params.id);
			return standing ? standingAnswer(standing) : nothing(name, params.id);
		},
		async save(asked: Asked) {
			const changing = notChanging(asked) ?? readChanging(asked);
			if (changing instanceof Response) return changing;
			const order = await readOrder(asked.request, given);
			if (!order.ok) return order.refused;
			const change = await of(asked.locals.touchstone).save({ ...changing, content: order.value });
			return changeAnswer(name, asked.params.id, change);
		},
		async remove(asked: Asked) {
			const changing = notChanging(asked) ?? readChanging(asked);
			if (changing instanceof Response) return changing;
			return changeAnswer(name, asked.params.id, await of(asked.locals.touchstone).remove(changing));
		},
		/** `If-Match` says which change is meant, and is required: no other site's page can send it without being asked. */
		async undo(asked: Asked) {
			const changing = notChanging(asked) ?? readChanging(asked);
			if (changing instanceof Response) return changing;
			if (changing.from === undefined)
				return refuse('If-Match', 'expected the ETag of the change to be undone, such as "3"', 428);
			return changeAnswer(name, asked.params.id, await of(asked.locals.touchstone).undo(changing));
		},
		async versions({ params, locals }: Asked) {
			const versions = await of(locals.touchstone).versions(params.id);
			if (versions.length === 0) return nothing(name, params.id);
			return json({ versions }, { headers: { 'cache-control': 'no-store' } });
		}
	};
}

import type { z } from 'zod';
import { isRecord } from '#schema/record.ts';
import { ifMatch, isDone, send, versionOf, type Sent } from './wall/send.ts';

/** What came of a change. `changed`: somebody else was before; what stands now, null when it was deleted. */
export type VersionResult<Saved> =
	| { outcome: 'done' | 'changed'; standing: Saved | null; version: number }
	| { outcome: 'failed'; detail: string };

/** What can be done with what people write and change, each save a version. */
export type VersionsApi<Saved> = {
	add(given: unknown): Promise<VersionResult<Saved>>;
	save(id: string, version: number, given: unknown): Promise<VersionResult<Saved>>;
	remove(id: string, version: number): Promise<VersionResult<Saved>>;
	/** Puts back what stood before the change with this version. */
	undo(id: string, version: number): Promise<VersionResult<Saved>>;
};

/** The API at an address, whose answers have this shape. */
export function versionsApi<Saved>(base: string, saved: z.ZodType<Saved>): VersionsApi<Saved> {
	const address = (id: string) => `${base}/${encodeURIComponent(id)}`;

	function resultOf(sent: Sent): VersionResult<Saved> {
		const { status, body, headers, detail } = sent;
		const version = versionOf(headers);
		if (status === 412 && isRecord(body))
			return { outcome: 'changed', standing: saved.nullable().parse(body.standing), version };
		if (!isDone(sent)) return { outcome: 'failed', detail };
		return { outcome: 'done', standing: status === 204 ? null : saved.parse(body), version };
	}

	return {
		add: async (given) => resultOf(await send(base, { method: 'POST', body: given })),
		save: async (id, version, given) =>
			resultOf(await send(address(id), { method: 'PUT', body: given, headers: ifMatch(version) })),
		remove: async (id, version) =>
			resultOf(await send(address(id), { method: 'DELETE', headers: ifMatch(version) })),
		undo: async (id, version) =>
			resultOf(await send(`${address(id)}/undo`, { method: 'POST', headers: ifMatch(version) }))
	};
}

import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import {
	NotificationTarget,
	type GivenTarget,
	type KnownTarget,
	type NotificationOrder
} from '#schema/notification.ts';
import type { NoticesFile } from './notices-file.ts';

const Row = z.object({ id: z.string(), target: z.string(), secret: z.string().nullable() });

/** A target with what only its sender may know. */
export type SecretTarget = { id: string; target: NotificationTarget; secret: string | null };

/** What of an order is wrong. */
export type TargetProblem = { path: string; detail: string };

const without = ({ id: _id, ...target }: GivenTarget) => {
	if (target.kind === 'email') return target;
	const { secret: _secret, ...webhook } = target;
	return webhook;
};

const secretOf = (given: GivenTarget, before: string | null) => {
	if (given.kind === 'email') return null;
	return given.secret === undefined ? before : given.secret;
};

/** Who is told. */
export function createTargets({ db, inOne }: NoticesFile, now: () => number) {
	const all = db.prepare('SELECT id, target, secret FROM targets ORDER BY at, id');
	const put = db.prepare(
		'INSERT INTO targets (id, at, target, secret) VALUES (?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET target = excluded.target, secret = excluded.secret'
	);
	const remove = db.prepare('DELETE FROM targets WHERE id = ?');
	// What waits for somebody who is gone goes nowhere.
	const giveUp = db.prepare(
		"UPDATE messages SET state = 'given_up', done_at = ?, error = 'the target was removed' WHERE target = ? AND state = 'waiting'"
	);

	const list = (): SecretTarget[] =>
		z
			.array(Row)
			.parse(all.all())
			.map(({ id, target, secret }) => ({
				id,
				secret,
				target: NotificationTarget.parse(JSON.parse(target))
			}));

	/** Puts these in the place of all there are; undefined, or what is wrong with them. */
	function replace({ targets }: NotificationOrder, mail: boolean): TargetProblem | undefined {
		return inOne(() => {
			const before = new Map(list().map((one) => [one.id, one]));
			const ids = new Set<string>();
			for (const [at, given] of targets.entries()) {
				const path = (name: string) => `targets.${at}.${name}`;
				if (given.id !== undefined && !before.has(given.id))
					return { path: path('id'), detail: 'there is no such target: leave the id out to add one' };
				if (given.id !== undefined && ids.has(given.id))
					return { path: path('id'), detail: 'this target stands in the list twice' };
				if (given.kind === 'email' && !mail)
					return {
						path: path('kind'),
						detail: 'no mail can be sent: set TOUCHSTONE_SMTP_URL and start the dashboard again'
					};
				if (given.id !== undefined) ids.add(given.id);
			}
			for (const [at, given] of targets.entries()) {
				const id = given.id ?? randomBytes(8).toString('hex');
				put.run(
					id,
					now() + at,
					JSON.stringify(without(given)),
					secretOf(given, before.get(id)?.secret ?? null)
				);
			}
			for (const id of before.keys()) {
				if (ids.has(id)) continue;
				remove.run(id);
				giveUp.run(now(), id);
			}
			return undefined;
		});
	}

	return {
		list,
		replace,
		known: (): KnownTarget[] =>
			list().map(({ id, target, secret }) => ({ ...target, id, has_secret: secret !== null }))
	};
}
export type Targets = ReturnType<typeof createTargets>;

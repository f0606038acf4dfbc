import { z } from 'zod';
import { Notice, type SentMessage } from '#schema/notification.ts';
import { createMessages, type ClaimedMessage } from './messages.ts';
import { openNotices } from './notices-file.ts';
import { createTargets, type SecretTarget } from './targets.ts';

const MINUTE_MS = 60_000;
const DAY_MS = 1440 * MINUTE_MS;

/** So long what broke is collected for one mail. */
export const COLLECT_MS = MINUTE_MS;
/** What was decided is remembered for longer than anybody looks back, and what was sent as long. */
const REMEMBER_MS = 40 * DAY_MS;
const LATELY = 50;

/** A message that is being sent, with what it says. */
export type Claimed = ClaimedMessage & { to: SecretTarget; notices: Notice[] };

const iso = (ms: number) => new Date(ms).toISOString();

const Sent = z
	.object({
		...{ key: z.string(), target: z.string(), name: z.string().nullable(), about: Notice.shape.about },
		...{ notices: z.int(), state: z.enum(['waiting', 'sent', 'given_up']), tries: z.int(), made_at: z.int() },
		...{ next_at: z.int(), done_at: z.int().nullable(), error: z.string().nullable() }
	})
	.transform(({ made_at, next_at, done_at, name, ...row }): SentMessage => ({
		...row,
		name: name ?? '',
		made_at: iso(made_at),
		next_at: row.state === 'waiting' ? iso(next_at) : null,
		done_at: done_at === null ? null : iso(done_at)
	}));

type Options = {
	file: string;
	/** The clock, ms. */
	now: () => number;
	/** Whoever claimed a message and is gone is not waited for any longer. */
	leaseMs?: number | undefined;
};

/**
 * What is to be told, to whom, and what came of it, on the disk. Deciding that a breach is told of and writing down to whom are one
 * step, so nothing is told twice or forgotten whenever a process dies; a message keeps its key through all its tries.
 */
export function createOutbox({ file, now, leaseMs }: Options) {
	const opened = openNotices(file);
	const { db, inOne } = opened;
	const targets = createTargets(opened, now);
	const messages = createMessages(opened, { now, leaseMs });

	const fact = db.prepare('SELECT value FROM facts WHERE name = ?');
	const first = db.prepare('INSERT OR IGNORE INTO facts (name, value) VALUES (?, ?)');
	const set = db.prepare('INSERT OR REPLACE INTO facts (name, value) VALUES (?, ?)');
	const decideOne = db.prepare('INSERT OR IGNORE INTO decided (about, breach, at) VALUES (?, ?, ?)');
	const collecting = db.prepare(
		"SELECT key FROM messages WHERE target = ? AND state = 'waiting' AND tries = 0 AND next_at > ? LIMIT 1"
	);
	const addNotice = db.prepare('INSERT INTO notices (message, notice) VALUES (?, ?)');
	const noticesOf = db.prepare('SELECT notice FROM notices WHERE message = ? ORDER BY rowid');
	const lately = db.prepare(
		`SELECT key, messages.target AS target, json_extract(targets.target, '$.name') AS name,
			(SELECT json_extract(notice, '$.about') FROM notices WHERE message = key ORDER BY rowid DESC LIMIT 1) AS about,
			(SELECT count(*) FROM notices WHERE message = key) AS notices,
			state, tries, made_at, next_at, done_at, error
		FROM messages LEFT JOIN targets ON targets.id = messages.target
		WHERE key IN (SELECT message FROM notices)
		ORDER BY made_at DESC, messages.rowid DESC LIMIT ${LATELY}`
	);

	const factOf = (name: string) => z.object({ value: z.int() }).optional().parse(fact.get(name))?.value;

	function address({ id, target }: SecretTarget, key: string, notice: Notice) {
		const mail = target.kind === 'email';
		const open = mail && z.object({ key: z.string() }).optional().parse(collecting.get(id, now()));
		const message = open ? open.key : `${key}-${id}`;
		if (!open) messages.add(message, id, now() + (mail ? COLLECT_MS : 0));
		addNotice.run(message, JSON.stringify(notice));
	}

	// That no review comes is told to programs: the mails are what fails.
	const hears = ({ target }: SecretTarget, { about, team }: Notice) =>
		about === 'review' ? target.kind === 'webhook' : hearsOf(target, about, team);
	const hearsOf = (target: SecretTarget['target'], about: Notice['about'], team: string) =>
		target.hears.some((heard) => heard === about) &&
		(target.teams.length === 0 || target.teams.includes(team));

	function saidIn(key: string): Notice[] {
		const rows = z.array(z.object({ notice: z.string() })).parse(noticesOf.all(key));
		return rows.map(({ notice }) => Notice.parse(JSON.parse(notice)));
	}

	return {
		targets,
		/** When it was first asked, by this or an earlier process: what broke before is told to nobody. */
		began(): number {
			first.run('began', now());
			return factOf('began') ?? now();
		},
		/** When all was last looked at. */
		lookedAt: () => factOf('looked') ?? now(),
		looked: (at: number) => void set.run('looked', at),
		/** Decides, once and for ever, that these are told of, and writes down to whom. Resolves with how many are new. */
		decide(about: Notice['about'], notices: readonly Notice[]): number {
			return inOne(() => {
				const all = targets.list();
				const fresh = notices.filter(({ promise_id }) => decideOne.run(about, promise_id, now()).changes > 0);
				for (const notice of fresh)
					for (const target of all)
						if (hears(target, notice)) address(target, `${about}-${notice.promise_id}`, notice);
				return fresh.length;
			});
		},
		/** Something to try whether a target hears. Undefined when there is no such target. */
		test(id: string, notice: Notice): string | undefined {
			const to = targets.list().find((one) => one.id === id);
			if (!to) return undefined;
			const key = `test-${now()}-${id}`;
			inOne(() => {
				messages.add(key, id, now());
				addNotice.run(key, JSON.stringify(notice));
			});
			return key;
		},
		/** Takes the next message to a target that is due: nobody else sends it meanwhile. */
		claim(to: SecretTarget): Claimed | undefined {
			const claimed = messages.claim(to.id);
			return claimed && { ...claimed, to, notices: saidIn(claimed.key) };
		},
		sent: messages.sent,
		/** Not this time: it is tried again after a pause, each longer than the one before; after a day no more. */
		failed: (claimed: Claimed, error: string) => void messages.failed(claimed, error),
		lately: (): SentMessage[] => z.array(Sent).parse(lately.all()),
		/** Forgets what nobody asks for any more. */
		clean() {
			const before = now() - REMEMBER_MS;
			inOne(() => {
				db.prepare(
					"DELETE FROM notices WHERE message IN (SELECT key FROM messages WHERE made_at < ? AND state != 'waiting')"
				).run(before);
				db.prepare("DELETE FROM messages WHERE made_at < ? AND state != 'waiting'").run(before);
				db.prepare('DELETE FROM decided WHERE at < ?').run(before);
			});
		},
		close: () => void db.close()
	};
}
export type Outbox = ReturnType<typeof createOutbox>;

import { clickhouseUrl } from '#schema/clickhouse/address.ts';
import { connect, type ClickHouseClient } from '#schema/clickhouse/client.ts';
import { askingInOnePiece, inOnePiece } from '#schema/clickhouse/in-one-piece.ts';
import type { Env } from '../../environment.ts';
import { SHIPPED } from '../wall/shipped.ts';
import { createAnnotations, type Annotations } from './annotations.ts';
import { createBoards, type Boards } from './boards/boards.ts';
import { createClocks, type Clocks } from './clocks/clocks.ts';
import { createDecisions, type Decisions } from './decisions.ts';
import { createAcknowledge, type Acknowledge } from './dispatch/acknowledge.ts';
import type { Dispatch } from './dispatch/dispatch.ts';
import { sendEvent } from './dispatch/ingest-door.ts';
import { dispatchOf } from './dispatch/of-env.ts';
import { whoIs, whyNot } from './guard.ts';
import type { Mailings } from './mailings/mailings.ts';
import { mailingsOf } from './mailings/of-env.ts';
import { printerOf } from './print/of-env.ts';
import type { Printer } from './print/printer.ts';
import { createPublished, type Published } from './published.ts';
import { createQuarantine, type Quarantine } from './quarantine.ts';
import { createReviews, type Reviews } from './reviews.ts';
import { createScreens, type Screens } from './screens.ts';
import { settlerOf } from './settled/of-env.ts';
import type { Settler } from './settled/settler.ts';
import { shared } from './shared.ts';
import { createSimulation, type Simulation } from './simulation.ts';
import { createSourcesOfIngest } from './sources-ingest.ts';
import { createSourceWatch, type SourceWatch } from './sources.ts';
import { storeOf } from './store/of-env.ts';
import { createStandards, type Standards } from './standards/standards.ts';

/** What the dashboard's server works with. */
export type Touchstone = {
	clickhouse: ClickHouseClient;
	/** The business time zone. */
	zone: string;
	/** Where producers send, as the empty page shows it. */
	ingestPort: number;
	/** Answers old days from what is settled. */
	settler: Settler;
	simulation: Simulation;
	/** Which sources have fallen silent. */
	sources: SourceWatch;
	quarantine: Quarantine;
	published: Published;
	/** Weekly reviews as they were published. */
	reviews: Reviews;
	standards: Standards;
	/** Spells in which sources' clocks were slow, and what people said of them. */
	clocks: Clocks;
	/** Events and decisions on a day, which charts show. */
	annotations: Annotations;
	/** Notes and decisions of weekly reviews. */
	decisions: Decisions;
	boards: Boards;
	screens: Screens;
	/** Says who acts upon a broken promise. */
	acknowledge: Acknowledge;
	/** Tells people of what broke, and of what nobody acts upon. */
	dispatch: Dispatch;
	/** Sends the weekly review by mail. */
	mailings: Mailings;
	/** Prints pages of the dashboard as PDF. */
	printer: Printer;
	/** Why a request may not change events; undefined when it may. */
	whyNotChange: (request: Request) => ReturnType<typeof whyNot>;
	/** The name of the key a request comes with; '' without one. */
	whoIs: (request: Request) => string;
};

/** Puts the dashboard's server together from its environment. */
export function createTouchstone(env: Env): Touchstone {
	// The views' files stand beside the source, and not in the built pages.
	const whole = shared('in-one-piece', () => inOnePiece);
	const clickhouse = askingInOnePiece(
		connect({ url: clickhouseUrl(env, 'app'), database: env.CLICKHOUSE_DATABASE }),
		whole
	);
	const settler = settlerOf(env);
	const store = storeOf(env);
	return {
		clickhouse,
		zone: env.TOUCHSTONE_TIMEZONE,
		ingestPort: env.INGEST_PORT,
		settler,
		simulation: createSimulation({ clickhouse, env, settler }),
		sources: createSourceWatch({ clickhouse, ingest: createSourcesOfIngest(env) }),
		quarantine: createQuarantine({ clickhouse, env }),
		published: createPublished({ clickhouse, zone: env.TOUCHSTONE_TIMEZONE }),
		reviews: createReviews({ clickhouse, settler, zone: env.TOUCHSTONE_TIMEZONE }),
		standards: createStandards({ clickhouse }),
		clocks: createClocks({ clickhouse }),
		annotations: createAnnotations({ clickhouse }),
		decisions: createDecisions({ clickhouse, zone: env.TOUCHSTONE_TIMEZONE }),
		boards: createBoards({ store, shipped: SHIPPED }),
		screens: createScreens({ store }),
		acknowledge: createAcknowledge({
			clickhouse,
			zone: env.TOUCHSTONE_TIMEZONE,
			settler,
			send: (event) => sendEvent(env, event)
		}),
		dispatch: dispatchOf(env),
		mailings: mailingsOf(env),
		printer: printerOf(env),
		whyNotChange: (request) => whyNot(request, env),
		whoIs: (request) => whoIs(request, env)
	};
}

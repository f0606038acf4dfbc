import { Board } from '#schema/board.ts';

// Read in two seconds from three metres: what is promised and how it stands top left, what is broken and who waits beside it, whom to
// act for down the right side. Only numbers that can be judged on the same day stand here.

const contactCentre = {
	id: 'contact-centre',
	tiles: [
		{ id: 'service-level', kind: 'number', kpi: 'service_level', x: 0, y: 0, w: 4, h: 3 },
		{ id: 'waiting', kind: 'waiting', x: 4, y: 0, w: 4, h: 3 },
		{ id: 'broken', kind: 'broken', x: 8, y: 0, w: 4, h: 2 },
		{ id: 'queue', kind: 'queue', x: 8, y: 2, w: 4, h: 4 },
		{ id: 'day', kind: 'trend', kpi: 'service_level', x: 0, y: 3, w: 4, h: 3 },
		{ id: 'teams', kind: 'teams', kpi: 'service_level', x: 4, y: 3, w: 4, h: 5 },
		{ id: 'abandonment', kind: 'number', kpi: 'abandonment', x: 0, y: 6, w: 2, h: 2 },
		{ id: 'satisfied', kind: 'number', kpi: 'satisfaction', x: 2, y: 6, w: 2, h: 2 },
		{ id: 'staff', kind: 'staff', x: 8, y: 6, w: 4, h: 2 }
	]
};

const complaints = {
	id: 'complaints',
	tiles: [
		{ id: 'acknowledged', kind: 'number', kpi: 'complaint_acknowledged', x: 0, y: 0, w: 4, h: 3 },
		{ id: 'broken', kind: 'broken', x: 4, y: 0, w: 4, h: 3 },
		{ id: 'queue', kind: 'queue', x: 8, y: 0, w: 4, h: 5 },
		{ id: 'recovery', kind: 'recovery', x: 0, y: 3, w: 5, h: 5 },
		{ id: 'teams', kind: 'teams', kpi: 'complaint_acknowledged', x: 5, y: 3, w: 3, h: 5 },
		{ id: 'answers', kind: 'satisfaction', x: 8, y: 5, w: 4, h: 3 }
	]
};

const organisation = {
	id: 'organisation',
	tiles: [
		{ id: 'promises', kind: 'number', kpi: 'promises_kept', x: 0, y: 0, w: 4, h: 3 },
		{ id: 'satisfied', kind: 'number', kpi: 'satisfaction', x: 4, y: 0, w: 4, h: 3 },
		{ id: 'broken', kind: 'broken', x: 8, y: 0, w: 4, h: 3 },
		{ id: 'day', kind: 'trend', kpi: 'promises_kept', x: 0, y: 3, w: 4, h: 3 },
		{ id: 'teams', kind: 'teams', kpi: 'promises_kept', x: 4, y: 3, w: 4, h: 5 },
		{ id: 'queue', kind: 'queue', x: 8, y: 3, w: 4, h: 5 },
		{ id: 'response', kind: 'number', kpi: 'first_response', x: 0, y: 6, w: 2, h: 2 },
		{ id: 'complaints', kind: 'number', kpi: 'complaint_acknowledged', x: 2, y: 6, w: 2, h: 2 }
	]
};

/** The boards that come with the product, in order. */
export const SHIPPED: readonly Board[] = [contactCentre, complaints, organisation].map((board) =>
	Board.parse(board)
);

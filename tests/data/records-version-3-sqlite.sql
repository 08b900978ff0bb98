CREATE TABLE bedside_version (
	version INTEGER NOT NULL
);
INSERT INTO "bedside_version" VALUES(3);
CREATE TABLE classes (
	code VARCHAR(6) NOT NULL, 
	secrets JSON NOT NULL, 
	agenda JSON NOT NULL, 
	session JSON NOT NULL, 
	version INTEGER NOT NULL, 
	address VARCHAR(200) NOT NULL, 
	begun_at DATETIME NOT NULL, 
	PRIMARY KEY (code)
);
INSERT INTO "classes" VALUES('BCDFGH','["66d34fba71f8f450f7e45598853e53bfc23bbd129027cbb131a2f4ffd7878cd0"]','{"title": "What causes neutropenia?", "entries": [{"question": "causes-predict", "tell": ""}], "close": ""}','{"of": 1, "phase": "lobby", "number": 0, "vote": 1, "ends": null, "shown": 0}',1,'http://127.0.0.1:8765','2026-01-06 08:00:00.000000');
CREATE TABLE responses (
	number INTEGER NOT NULL, 
	id VARCHAR(36) NOT NULL, 
	learner VARCHAR(80) NOT NULL, 
	question VARCHAR(80) NOT NULL, 
	revision VARCHAR(80) NOT NULL, 
	context VARCHAR(80) NOT NULL, 
	attempt INTEGER NOT NULL, 
	given JSON NOT NULL, 
	score FLOAT NOT NULL, 
	confidence INTEGER, 
	hint BOOLEAN NOT NULL, 
	seconds FLOAT NOT NULL, 
	answered_at DATETIME NOT NULL, 
	PRIMARY KEY (number), 
	UNIQUE (id)
);
INSERT INTO "responses" VALUES(1,'33333333-3333-4333-8333-333333333333','quiet-otter','causes-sort-type','abc123','lesson',2,'{"x": "acquired"}',1.0,3,0,12.0,'2026-01-07 09:00:00.000000');
INSERT INTO "responses" VALUES(2,'11111111-1111-4111-8111-111111111111','quiet-otter','causes-predict','abc123','lesson',1,'{"choice": "a"}',0.0,1,1,3.5,'2026-01-05 09:00:00.000000');
INSERT INTO "responses" VALUES(3,'22222222-2222-4222-8222-222222222222','quiet-otter','causes-acquired-many','abc123','class:BCDFGH:1',1,'{"1": true, "2": false, "3": "\u00d6dem ''x''"}',0.5,NULL,0,60.0,'2026-01-06 07:00:00.250000');
CREATE TABLE seats (
	number INTEGER NOT NULL, 
	code VARCHAR(6) NOT NULL, 
	token VARCHAR(64) NOT NULL, 
	learner VARCHAR(80) NOT NULL, 
	name VARCHAR(80) NOT NULL, 
	turn BIGINT NOT NULL, 
	PRIMARY KEY (number), 
	UNIQUE (token)
);
INSERT INTO "seats" VALUES(1,'BCDFGH','66d34fba71f8f450f7e45598853e53bfc23bbd129027cbb131a2f4ffd7878cd0','class-0123456789abcdef','Zoë',0);
CREATE INDEX ix_responses_context ON responses (context);
CREATE INDEX ix_responses_learner ON responses (learner);
CREATE INDEX ix_seats_code ON seats (code);

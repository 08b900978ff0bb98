CREATE TABLE public.bedside_version (
    version integer NOT NULL
);
CREATE TABLE public.classes (
    code character varying(6) NOT NULL,
    secrets jsonb NOT NULL,
    agenda jsonb NOT NULL,
    session jsonb NOT NULL,
    version integer NOT NULL,
    address character varying(200) NOT NULL,
    begun_at timestamp with time zone NOT NULL
);
CREATE TABLE public.responses (
    number bigint NOT NULL,
    id character varying(36) NOT NULL,
    learner character varying(80) NOT NULL,
    question character varying(80) NOT NULL,
    revision character varying(80) NOT NULL,
    context character varying(80) NOT NULL,
    attempt integer NOT NULL,
    given jsonb NOT NULL,
    score double precision NOT NULL,
    confidence integer,
    hint boolean NOT NULL,
    seconds double precision NOT NULL,
    answered_at timestamp with time zone NOT NULL
);
CREATE SEQUENCE public.responses_number_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.responses_number_seq OWNED BY public.responses.number;
CREATE TABLE public.seats (
    number integer NOT NULL,
    code character varying(6) NOT NULL,
    token character varying(64) NOT NULL,
    learner character varying(80) NOT NULL,
    name character varying(80) NOT NULL,
    turn bigint NOT NULL
);
CREATE SEQUENCE public.seats_number_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.seats_number_seq OWNED BY public.seats.number;
ALTER TABLE ONLY public.responses ALTER COLUMN number SET DEFAULT nextval('public.responses_number_seq'::regclass);
ALTER TABLE ONLY public.seats ALTER COLUMN number SET DEFAULT nextval('public.seats_number_seq'::regclass);
INSERT INTO public.bedside_version VALUES (3);
INSERT INTO public.classes VALUES ('BCDFGH', '["66d34fba71f8f450f7e45598853e53bfc23bbd129027cbb131a2f4ffd7878cd0"]', '{"close": "", "title": "What causes neutropenia?", "entries": [{"tell": "", "question": "causes-predict"}]}', '{"of": 1, "ends": null, "vote": 1, "phase": "lobby", "shown": 0, "number": 0}', 1, 'http://127.0.0.1:8765', '2026-01-06 08:00:00+00');
INSERT INTO public.responses VALUES (1, '33333333-3333-4333-8333-333333333333', 'quiet-otter', 'causes-sort-type', 'abc123', 'lesson', 2, '{"x": "acquired"}', 1, 3, false, 12, '2026-01-07 09:00:00+00');
INSERT INTO public.responses VALUES (2, '11111111-1111-4111-8111-111111111111', 'quiet-otter', 'causes-predict', 'abc123', 'lesson', 1, '{"choice": "a"}', 0, 1, true, 3.5, '2026-01-05 09:00:00+00');
INSERT INTO public.responses VALUES (3, '22222222-2222-4222-8222-222222222222', 'quiet-otter', 'causes-acquired-many', 'abc123', 'class:BCDFGH:1', 1, '{"1": true, "2": false, "3": "Ödem ''x''"}', 0.5, NULL, false, 60, '2026-01-06 07:00:00.25+00');
INSERT INTO public.seats VALUES (1, 'BCDFGH', '66d34fba71f8f450f7e45598853e53bfc23bbd129027cbb131a2f4ffd7878cd0', 'class-0123456789abcdef', 'Zoë', 0);
SELECT pg_catalog.setval('public.responses_number_seq', 3, true);
SELECT pg_catalog.setval('public.seats_number_seq', 1, true);
ALTER TABLE ONLY public.classes
    ADD CONSTRAINT classes_pkey PRIMARY KEY (code);
ALTER TABLE ONLY public.responses
    ADD CONSTRAINT responses_id_key UNIQUE (id);
ALTER TABLE ONLY public.responses
    ADD CONSTRAINT responses_pkey PRIMARY KEY (number);
ALTER TABLE ONLY public.seats
    ADD CONSTRAINT seats_pkey PRIMARY KEY (number);
ALTER TABLE ONLY public.seats
    ADD CONSTRAINT seats_token_key UNIQUE (token);
CREATE INDEX ix_responses_context ON public.responses USING btree (context);
CREATE INDEX ix_responses_learner ON public.responses USING btree (learner);
CREATE INDEX ix_seats_code ON public.seats USING btree (code);

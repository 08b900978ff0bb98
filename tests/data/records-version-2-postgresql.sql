CREATE TABLE public.bedside_version (
    version integer NOT NULL
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
ALTER TABLE ONLY public.responses ALTER COLUMN number SET DEFAULT nextval('public.responses_number_seq'::regclass);
INSERT INTO public.bedside_version VALUES (2);
INSERT INTO public.responses VALUES (1, '33333333-3333-4333-8333-333333333333', 'quiet-otter', 'causes-sort-type', 'abc123', 'lesson', 2, '{"x": "acquired"}', 1, 3, false, 12, '2026-01-07 09:00:00+00');
INSERT INTO public.responses VALUES (2, '11111111-1111-4111-8111-111111111111', 'quiet-otter', 'causes-predict', 'abc123', 'lesson', 1, '{"choice": "a"}', 0, 1, true, 3.5, '2026-01-05 09:00:00+00');
INSERT INTO public.responses VALUES (3, '22222222-2222-4222-8222-222222222222', 'quiet-otter', 'causes-acquired-many', 'abc123', 'class:BCDFGH:1', 1, '{"1": true, "2": false, "3": "Ödem ''x''"}', 0.5, NULL, false, 60, '2026-01-06 07:00:00.25+00');
SELECT pg_catalog.setval('public.responses_number_seq', 3, true);
ALTER TABLE ONLY public.responses
    ADD CONSTRAINT responses_id_key UNIQUE (id);
ALTER TABLE ONLY public.responses
    ADD CONSTRAINT responses_pkey PRIMARY KEY (number);
CREATE INDEX ix_responses_learner ON public.responses USING btree (learner);

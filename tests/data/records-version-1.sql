CREATE TABLE bedside_version (version INTEGER NOT NULL);
INSERT INTO bedside_version (version) VALUES (1);
CREATE TABLE responses (
    id VARCHAR(36) PRIMARY KEY,
    learner VARCHAR(80) NOT NULL,
    question VARCHAR(80) NOT NULL,
    revision VARCHAR(80) NOT NULL,
    context VARCHAR(80) NOT NULL,
    attempt INTEGER NOT NULL,
    given JSON NOT NULL,
    score FLOAT NOT NULL,
    confidence INTEGER,
    seconds FLOAT NOT NULL,
    answered_at TIMESTAMP NOT NULL
);
INSERT INTO responses VALUES ('33333333-3333-4333-8333-333333333333', 'quiet-otter', 'causes-sort-type', 'def456', 'lesson', 2, '{"x": "acquired"}', 1.0, 3, 12.0, '2026-01-07 09:00:00.000000');
INSERT INTO responses VALUES ('11111111-1111-4111-8111-111111111111', 'quiet-otter', 'causes-predict', 'abc123', 'lesson', 1, '{"choice": "a"}', 0.0, 1, 3.5, '2026-01-05 09:00:00.000000');
INSERT INTO responses VALUES ('22222222-2222-4222-8222-222222222222', 'quiet-otter', 'causes-acquired-many', 'abc124', 'lesson', 1, '{"1": true, "2": false}', 0.5, NULL, 60.0, '2026-01-06 09:00:00.000000');

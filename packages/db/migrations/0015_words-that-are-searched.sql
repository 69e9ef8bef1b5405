-- Whatever the kind of item, its words stand under these keys.
CREATE FUNCTION words_of(content jsonb) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT coalesce(regexp_replace(string_agg(found.value #>> '{}', ' '), '\s+', ' ', 'g'), '')
  FROM jsonb_path_query(content, 'strict $.** ? (@.type() == "object").keyvalue() ? (@.key == "text" || @.key == "longDescription" || @.key == "caption").value ? (@.type() == "string")') found(value)
$$;--> statement-breakpoint
-- All at once: each rewrites the table.
ALTER TABLE "revisions" ADD COLUMN "words" text GENERATED ALWAYS AS (words_of(content)) STORED NOT NULL,
  ADD COLUMN "episode_type" text GENERATED ALWAYS AS (content->>'type') STORED,
  ADD COLUMN "season" integer GENERATED ALWAYS AS ((content->>'season')::int) STORED,
  ADD COLUMN "episode" integer GENERATED ALWAYS AS ((content->>'number')::int) STORED;--> statement-breakpoint
ALTER TABLE "assets" ADD COLUMN "words" text DEFAULT '' NOT NULL;
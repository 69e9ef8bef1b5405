CREATE TABLE "asset_sources" (
	"asset_id" uuid NOT NULL,
	"source_id" uuid,
	"sha256" text NOT NULL,
	CONSTRAINT "asset_sources_one" UNIQUE("asset_id","source_id")
);
--> statement-breakpoint
CREATE TABLE "former_renditions" (
	"asset_id" uuid NOT NULL,
	"format" text NOT NULL,
	"bytes" bigint NOT NULL,
	"sha256" text NOT NULL,
	"since" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "former_renditions_asset_id_sha256_pk" PRIMARY KEY("asset_id","sha256")
);
--> statement-breakpoint
ALTER TABLE "asset_sources" ADD CONSTRAINT "asset_sources_asset_id_assets_id_fk" FOREIGN KEY ("asset_id") REFERENCES "public"."assets"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "asset_sources" ADD CONSTRAINT "asset_sources_source_id_assets_id_fk" FOREIGN KEY ("source_id") REFERENCES "public"."assets"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "former_renditions" ADD CONSTRAINT "former_renditions_asset_id_assets_id_fk" FOREIGN KEY ("asset_id") REFERENCES "public"."assets"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "asset_sources_source" ON "asset_sources" USING btree ("source_id");--> statement-breakpoint
CREATE INDEX "asset_sources_sha256" ON "asset_sources" USING btree ("sha256");--> statement-breakpoint
CREATE INDEX "former_renditions_sha256" ON "former_renditions" USING btree ("sha256");--> statement-breakpoint
-- What was put into the library before: by the files that are there still.
INSERT INTO "asset_sources" ("asset_id", "source_id", "sha256")
  SELECT DISTINCT a."id", source."id", source."sha256"
  FROM "assets" a JOIN "revision_files" f ON f."sha256" = a."sha256" JOIN "revisions" r ON r."id" = f."revision_id"
    JOIN "items" i ON i."id" = r."item_id" AND i."workspace_id" = a."workspace_id"
    JOIN "revision_assets" used ON used."revision_id" = r."id" JOIN "assets" source ON source."id" = used."asset_id"
  WHERE source."id" <> a."id";--> statement-breakpoint
-- What went wrong on our side was told in the words of the database, which are for the log alone.
UPDATE "show_imports" SET "failure" = 'There was a fault on our side, which the log of this installation tells. Try again.' WHERE "failure" LIKE 'Failed query%';--> statement-breakpoint
UPDATE "show_imports" SET "failures" = (
  SELECT jsonb_agg(CASE WHEN f->>'why' LIKE 'Failed query%' THEN f || '{"why": "There was a fault on our side, which the log of this installation tells. Try again."}' ELSE f END ORDER BY n)
  FROM jsonb_array_elements("failures") WITH ORDINALITY AS each(f, n)
) WHERE "failures"::text LIKE '%Failed query%';

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
-- What was put into the library before: by the files that are there still, and all the way back.
INSERT INTO "asset_sources" ("asset_id", "source_id", "sha256")
  WITH RECURSIVE "known" AS (
    SELECT a."id" AS "asset_id", r."id" AS "revision_id"
    FROM "assets" a JOIN "revision_files" f ON f."sha256" = a."sha256" JOIN "revisions" r ON r."id" = f."revision_id"
      JOIN "items" i ON i."id" = r."item_id" AND i."workspace_id" = a."workspace_id"
  ), "direct" AS (
    SELECT known."asset_id", used."asset_id" AS "source_id"
    FROM "known" JOIN "revision_assets" used ON used."revision_id" = known."revision_id"
    UNION
    SELECT known."asset_id", s."artwork_id"
    FROM "known" JOIN "revisions" r ON r."id" = known."revision_id" JOIN "items" i ON i."id" = r."item_id" JOIN "shows" s ON s."id" = i."show_id"
    WHERE r."content" #>> '{artwork,assetId}' IS NULL AND s."artwork_id" IS NOT NULL
    UNION
    SELECT old."replaced_by", direct."source_id" FROM "direct" JOIN "assets" old ON old."id" = direct."asset_id"
    WHERE old."replaced_by" IS NOT NULL
  ), "made" AS (
    SELECT "asset_id", "source_id" FROM "direct"
    UNION
    SELECT made."asset_id", further."source_id" FROM "made" JOIN "direct" further ON further."asset_id" = made."source_id"
  )
  SELECT made."asset_id", source."id", source."sha256"
  FROM "made" JOIN "assets" a ON a."id" = made."asset_id" JOIN "assets" source ON source."id" = made."source_id"
  WHERE source."sha256" <> a."sha256";--> statement-breakpoint
-- Consents and last days were copied to it. They are asked about along now, and a copy would not be renewed.
DELETE FROM "consent_assets" copied USING "asset_sources" s JOIN "consent_assets" original ON original."sha256" = s."sha256"
  WHERE copied."asset_id" = s."asset_id" AND original."consent_id" = copied."consent_id";--> statement-breakpoint
UPDATE "assets" a SET "rights_until" = NULL FROM "asset_sources" s JOIN "assets" source ON source."id" = s."source_id"
  WHERE s."asset_id" = a."id" AND source."rights_until" = a."rights_until";--> statement-breakpoint
-- What went wrong on our side was told in the words of the database, which are for the log alone.
UPDATE "show_imports" SET "failure" = 'There was a fault on our side, which the log of this installation tells. Try again.' WHERE "failure" LIKE 'Failed query%';--> statement-breakpoint
UPDATE "show_imports" SET "failures" = (
  SELECT jsonb_agg(CASE WHEN f->>'why' LIKE 'Failed query%' THEN f || '{"why": "There was a fault on our side, which the log of this installation tells. Try again."}' ELSE f END ORDER BY n)
  FROM jsonb_array_elements("failures") WITH ORDINALITY AS each(f, n)
) WHERE "failures"::text LIKE '%Failed query%';

ALTER TABLE "consent_assets" DROP CONSTRAINT "consent_assets_asset_id_assets_id_fk";--> statement-breakpoint
ALTER TABLE "consent_assets" DROP CONSTRAINT "consent_assets_consent_id_asset_id_pk";--> statement-breakpoint
ALTER TABLE "consent_assets" ALTER COLUMN "asset_id" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "consent_assets" ADD COLUMN "sha256" text;--> statement-breakpoint
UPDATE "consent_assets" SET "sha256" = a."sha256" FROM "assets" a WHERE a."id" = "consent_assets"."asset_id";--> statement-breakpoint
ALTER TABLE "consent_assets" ALTER COLUMN "sha256" SET NOT NULL;--> statement-breakpoint
ALTER TABLE "consent_assets" ADD CONSTRAINT "consent_assets_asset_id_assets_id_fk" FOREIGN KEY ("asset_id") REFERENCES "public"."assets"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "consent_assets_sha256" ON "consent_assets" USING btree ("sha256");--> statement-breakpoint
-- Each try wrote a row of its own; the one that has the show, or the newest, stands for all.
DELETE FROM "show_imports" a USING "show_imports" b WHERE a."channel_id" = b."channel_id" AND a."feed_url" = b."feed_url"
  AND (a."show_id" IS NOT NULL, a."created_at", a."id") < (b."show_id" IS NOT NULL, b."created_at", b."id");--> statement-breakpoint
CREATE UNIQUE INDEX "show_imports_feed" ON "show_imports" USING btree ("channel_id",md5("feed_url"));--> statement-breakpoint
ALTER TABLE "consent_assets" ADD CONSTRAINT "consent_assets_one" UNIQUE("consent_id","asset_id");

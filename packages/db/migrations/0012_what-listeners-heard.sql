ALTER TABLE "download_listeners" ADD COLUMN "heard" "int4multirange" DEFAULT '{}' NOT NULL;--> statement-breakpoint
ALTER TABLE "shows" ADD COLUMN "place" text DEFAULT '' NOT NULL;
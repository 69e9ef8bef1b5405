ALTER TABLE "revisions" ADD COLUMN "files_failure_code" text;--> statement-breakpoint
ALTER TABLE "assets" ADD COLUMN "failure_code" text;
//! Remember and forget: journal, snapshots, attachments, tracks, vault, accounts.

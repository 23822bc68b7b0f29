-- With the words of each note stands one for its agent. The program writes all of them anew when it opens the database.
INSERT OR IGNORE INTO contact_note_pending SELECT id FROM contact_record WHERE noted;

"""Background work: the outbox of mails and the jobs that `manage.py work` carries out."""

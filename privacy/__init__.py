"""The ground floor: who acts, what is written down about every act, what families are told.

It imports no other app of ours. Rooms: accounts, access, ledger, notices, rights, typeset, work.
"""

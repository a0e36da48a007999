"""What families are told (Art. 13 and 14 GDPR): texts, approval, the PDF, the proof that it was handed over."""

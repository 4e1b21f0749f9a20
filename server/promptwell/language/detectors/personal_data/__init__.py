"""Personal data with a form: addresses, phone numbers, cards, accounts, national numbers, IP addresses.

`find_personal_data` is the way in. Names and postal addresses have no form to go by and are left alone.
"""

"""Words that stand in front of a name without being one, and parts that several finders share."""


def words_of(text: str) -> frozenset[str]:
    """The words of a text, each once."""
    return frozenset(text.split())


EDGE, END = r"(?<![\w])", r"(?![\w])"
CAPITAL = r"[A-Z\xc0-\xde](?:[\w'-]{0,24}\w)?"
"""A word with a capital: O'Brien, Stow-on-the-Wold's Stow, É."""
CLAUSE = r"[^.,;:!?\n()\"\[\]]"
"""A letter of the same clause."""
TIMES = words_of(
    """
    January February March April May June July August September October November December Jan Feb Mar Apr Jun
    Jul Aug Sep Sept Oct Nov Dec Monday Tuesday Wednesday Thursday Friday Saturday Sunday Mon Tue Tues Wed Weds
    Thu Thur Thurs Fri Sat Sun Mondays Tuesdays Wednesdays Thursdays Fridays Saturdays Sundays
    Christmas Easter Ramadan Eid Diwali Hanukkah Spring Summer Autumn Winter Year
    Week Term
    """
)
NO_NAMES = TIMES | words_of(
    """
    A An The This That These Those And Or But If So As At In On Of To From By For With Into Near After Before
    Since Until While When Where Who What Why How Which He She They It We You I His Her Hers Their Its Our My
    Your Him Them Us Me Is Are Was Were Be Been Has Had Have Do Does Did Will Would Can Could May Might Must
    Shall Should Not No Yes Also Then Now Still Only Just Both Each All Any Some Same Other Another New Old
    First Second Third Last Next More Most Many Mum Mother Dad Father Child Children Baby Son Daughter Sister
    Brother Aunt Auntie Aunty Uncle Nan Gran Granny Grandma Grandad Grandpa Grandmother Grandfather
    Grandparent Grandparents Granddaughter Grandson Grandchild Grandchildren Stepfather Stepmother Stepdad Stepmum
    Stepson Stepdaughter Stepbrother Stepsister Niece Nephew Cousin Cousins Twin Twins Sibling Siblings Mummy Daddy
    Boyfriend Girlfriend Family Parent Parents Carer Client Patient Tenant Victim
    Survivor Perpetrator Perp Suspect Partner Husband Wife Ex Mr Mrs Ms Miss Mx Dr Prof Sir Rev Police PC DC DS
    DI Sgt Inspector Officer Judge Court Crown High County Family Youth Magistrates Sheriff Supreme Coroner
    Appeal Act Section Part Schedule Order Regulation Regulations Article Code Rule NHS GP MASH MARAC Marac Idva
    IDVA ISVA Isva CSC ASC DASH Dash DARA DVA DA CPS CPN SW HV EDT LADO SAB NFA PIP UC DWP HMRC UK GDPR DPA ICO
    EU US Care Health Social Services Service Council Housing Education Probation Prison School College
    University Hospital Surgery Clinic Ward Team Unit Group Board Panel Committee Trust Agency Department Office
    Officer Manager Worker Chair Lead Nurse Midwife Teacher Head Doctor Solicitor Barrister Landlord Neighbour
    Employer Adult Adults Safeguarding Domestic Abuse Violence Stage Step Level Band Ground Grade Phase Tier
    Page Annex Appendix Form Note Notes Text Letter Email Report Plan Review Meeting Call Called Visit Contact
    Referral Assessment Agenda Minutes Risk Harm Bail Custody Trial Hearing Statement Evidence Exhibit Claim Fee
    Costs Cost Bill Rent Arrears Benefit Benefits Child Protection Early Help Strategy Core Refuge Shelter Women
    Men Women's Men's Children's Young People's English Welsh Scottish Irish British Polish Romanian Punjabi
    Urdu Arabic Somali Bengali Gujarati Turkish Kurdish French Spanish Portuguese Italian German Lithuanian
    Latvian Hungarian Bulgarian Ukrainian Russian Chinese Mandarin Cantonese Tigrinya Amharic Farsi Dari Pashto
    Hindi Tamil Christian Muslim Hindu Sikh Jewish Catholic Portal System Teams Zoom Facebook Instagram Snapchat
    WhatsApp Universal Credit Local Authority Home Legal Aid Access Right Freedom Information Please Thanks
    Thank Dear Hello Hi Re Cc Ref Tel Mob Dob NI DOB OK Ok Asked Agreed Told Said Says Seen Saw Went Came Got
    Gave Given Made Moved Lives Living Stays Staying Works Attends Wants Needs Reply Internal Draft Script
    Position Keep Drop Return Redact Session Times Weight Born Xmas Driver Sch Rx Box Tu Th Sats Supt Ofcr Uniform
    """
)
"""Words with a capital that name nobody and no place by themselves."""
